import { expect, type Locator, type Page } from '@playwright/test'
import {
  ANYWHERE,
  CONFIRMED,
  DIGITS,
  dialog,
  type Effects,
  GONE,
  LEAVES,
  moved,
  NO_KEY,
  NOTHING,
  type OfKeys,
  OPEN,
  PHRASE,
  REFUSED,
  SENDS,
  typing,
  verdicts,
} from './key-effects'
import { tabTo } from './keyboard'

export type State = {
  /** Leads to the state by keys alone, from a part that nobody has judged. */
  enter: (page: Page) => Promise<void>
  does: Effects
  keys?: OfKeys
  /** The part is accepted first, or refused, so that all are judged and a decision can be sent. */
  toSend?: (page: Page) => Promise<void>
}

const { phrase, continue: goOn, back, send } = REFUSED

const isOnMain = (page: Page) => page.evaluate(() => document.activeElement?.id === 'main')

/** Leads to no control, wherever the focus is: Escape steps back one level each time. */
export const leave = (page: Page) =>
  expect(async () => {
    await page.keyboard.press('Escape')
    expect(await isOnMain(page)).toBe(true)
  }).toPass({ intervals: [0] })

export async function accept(page: Page) {
  await leave(page)
  await page.keyboard.press('a')
}

const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter reasons' })
export const note = (page: Page) => page.getByRole('textbox', { name: /^Note/ })
const reason = (page: Page) => page.getByRole('checkbox').first()
const inList = (page: Page) => page.locator('[aria-current=step]')
const picture = (page: Page) => page.getByRole('application').first()

/** Refuses the part for its first reason. The focus is in the filter of reasons then. */
async function refuse(page: Page) {
  await leave(page)
  await page.keyboard.press('r')
  await expect(filter(page)).toBeFocused()
  await page.keyboard.press('1')
  await expect(reason(page)).toBeChecked()
  await expect(filter(page)).toHaveValue('')
}

/** Leads to a control of the workbench. */
const to = (target: (page: Page) => Locator) => async (page: Page) => {
  await leave(page)
  await tabTo(page, target(page))
}

/** Refuses the part, and leads to a control. */
const refuseAndGo = (target: (page: Page) => Locator) => async (page: Page) => {
  await refuse(page)
  await to(target)(page)
}

/** Lists where the focus may be in the workbench, and what each key does there. */
export const STATES: Readonly<Record<string, State>> = {
  'on no control': { enter: leave, does: OPEN, toSend: accept },
  'in the list': {
    enter: to(inList),
    does: OPEN,
    toSend: accept,
  },
  'in the picture': {
    enter: to(picture),
    does: OPEN,
    keys: { ArrowDown: NOTHING, ArrowUp: NOTHING, g: { ...OPEN.together, focus: 'everywhere' } }, // they move the picture
    toSend: accept,
  },
  'on no control, of a refused part': {
    enter: async (page) => {
      await refuse(page)
      await leave(page)
    },
    does: REFUSED,
    keys: DIGITS,
  },
  'in the picture, of a refused part': {
    enter: refuseAndGo(picture),
    does: REFUSED,
    keys: { ...DIGITS, ArrowDown: NOTHING, ArrowUp: NOTHING, g: { ...OPEN.together, focus: 'everywhere' } },
  },
  'in the list, of a refused part': {
    enter: refuseAndGo(inList),
    does: { ...REFUSED, continue: NOTHING }, // it presses the part that has the focus
    keys: DIGITS,
  },
  'on a reason': {
    enter: refuseAndGo(reason),
    does: { ...REFUSED, accept: GONE },
    keys: DIGITS,
  },
  'on what needs correction': {
    enter: refuseAndGo((page) => page.getByRole('radio', { checked: true })),
    does: { ...REFUSED, accept: GONE, back: { focus: 'the filter' }, reason: NOTHING }, // a digit chooses the correction that is chosen
    keys: { ArrowDown: NOTHING, ArrowUp: NOTHING },
  },
  'in the reasons': {
    enter: refuse,
    ...typing('filter', { phrase, continue: goOn, back, send }, DIGITS),
  },
  'in the reasons, with a word': {
    enter: async (page) => {
      await refuse(page)
      await page.keyboard.insertText('blur')
    },
    ...typing('filter', {
      continue: { reasons: [], filter: '', ...verdicts('Unfinished') },
      back: { filter: '' },
      send: REFUSED.send,
    }),
  },
  'in the note': {
    enter: refuseAndGo(note),
    ...typing('note', {
      phrase: REFUSED.phrase,
      continue: { note: '\n' },
      back: { focus: 'the filter' },
      send: REFUSED.send,
    }),
  },
  'in the phrases': {
    enter: async (page) => {
      await refuse(page)
      await page.keyboard.press(';')
    },
    does: {
      ...REFUSED,
      accept: { ...GONE, arePhrasesOffered: false },
      next: { ...REFUSED.next, arePhrasesOffered: false },
      previous: { ...REFUSED.previous, arePhrasesOffered: false },
      phrase: { note: expect.stringMatching(/^[;；]$/), arePhrasesOffered: false, focus: 'the filter' },
      reason: NOTHING,
      continue: { note: PHRASE, arePhrasesOffered: false, focus: 'the filter' },
      back: { arePhrasesOffered: false, focus: 'the filter' },
    },
    keys: {
      1: { note: PHRASE, arePhrasesOffered: false, focus: 'the filter' },
      ArrowDown: NOTHING,
      ArrowUp: NOTHING, // there is one phrase
    },
  },
  'while a place is outlined': {
    enter: async (page) => {
      await refuse(page)
      await leave(page)
      await page.keyboard.press('m')
      await expect(page.getByRole('application', { name: 'Outline an area' })).toBeFocused()
    },
    does: {
      ...REFUSED,
      accept: { ...GONE, isDrawing: false },
      next: { ...moved(5), isDrawing: false },
      previous: { ...moved(3), isDrawing: false },
      outline: NOTHING,
      continue: { isDrawing: false, isOutlined: true, focus: 'the filter' },
      back: { isDrawing: false, focus: 'the filter' },
      refuse: NOTHING,
    },
    keys: { ...DIGITS, ArrowDown: NOTHING, ArrowUp: NOTHING },
  },
  'in the search': {
    enter: async (page) => {
      await leave(page)
      await page.keyboard.press('/')
    },
    ...typing('search', { back: { focus: 'everywhere' }, send: dialog('Send decision: Approved', CONFIRMED) }),
    toSend: accept,
  },
  'in the confirmation': {
    enter: async (page) => {
      await refuse(page)
      await leave(page)
      await page.keyboard.press('Control+Enter')
      await expect(page.getByRole('dialog').getByRole('button', { name: CONFIRMED })).toBeFocused()
    },
    does: { ...NO_KEY, back: { dialog: null, focus: 'everywhere' } },
    keys: { Enter: SENDS },
  },
  'in the help': {
    enter: async (page) => {
      await leave(page)
      await page.keyboard.press('?')
    },
    does: { ...NO_KEY, back: { dialog: null, focus: 'everywhere' }, continue: { dialog: null, focus: 'everywhere' } },
  },
}

/**
 * Says what the keys do once the claim was lost: what was judged stays in hand, but no picture is shown that could be
 * enlarged or outlined, nothing is sent, and N claims another.
 */
export const LOST: State = {
  enter: leave,
  does: { ...OPEN, loupe: NOTHING, outline: OPEN.refuse, send: NOTHING, takeNext: LEAVES },
  toSend: accept,
}

/** Says what the keys do while a part is looked at that was accepted before: nothing judges it. */
export const CARRIED: Omit<State, 'enter'> = {
  does: {
    ...NO_KEY,
    ...ANYWHERE,
    compare: NOTHING, // a letter has no face to compare
    together: { ...ANYWHERE.together, pictures: 2 },
    next: moved(0),
    previous: moved(0),
    back: { focus: 'everywhere' },
    send: dialog('Send decision: Approved', CONFIRMED),
  },
  toSend: accept,
}
