import { expect, type Page } from '@playwright/test'
import {
  CONFIRMED,
  DIGITS,
  dialog,
  type Effects,
  GONE,
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

type State = {
  /** Leads to the state, from a part that nobody has judged. */
  enter: (page: Page) => Promise<void>
  does: Effects
  keys?: OfKeys
  /** The part is accepted first, or refused, so that all are judged and a decision can be sent. */
  toSend?: (page: Page) => Promise<void>
}

const { phrase, continue: goOn, back, send } = REFUSED

export const accept = (page: Page) => page.getByRole('button', { name: /^Accept/ }).click()
const filter = (page: Page) => page.getByRole('searchbox', { name: 'Filter reasons' })
export const note = (page: Page) => page.getByRole('textbox', { name: /^Note/ })

async function refuse(page: Page) {
  await page.getByRole('button', { name: /^Refuse/ }).click()
  await page.getByRole('checkbox').first().check()
  await expect(filter(page)).toHaveValue('')
}

/** Lists where the focus may be in the workbench, and what each key does there. */
export const STATES: Readonly<Record<string, State>> = {
  'on no control': { enter: (page) => page.getByRole('main').focus(), does: OPEN, toSend: accept },
  'in the list': {
    enter: async (page) => page.locator('[aria-current=step]').focus(),
    does: OPEN,
    toSend: accept,
  },
  'in the picture': {
    enter: (page) => page.getByRole('application').first().focus(),
    does: OPEN,
    keys: { ArrowDown: NOTHING, ArrowUp: NOTHING, g: { ...OPEN.together, focus: 'everywhere' } }, // they move the picture
    toSend: accept,
  },
  'on no control, of a refused part': {
    enter: async (page) => {
      await refuse(page)
      await page.getByRole('main').focus()
    },
    does: REFUSED,
    keys: DIGITS,
  },
  'in the picture, of a refused part': {
    enter: async (page) => {
      await refuse(page)
      await page.getByRole('application').first().focus()
    },
    does: REFUSED,
    keys: { ...DIGITS, ArrowDown: NOTHING, ArrowUp: NOTHING, g: { ...OPEN.together, focus: 'everywhere' } },
  },
  'in the list, of a refused part': {
    enter: async (page) => {
      await refuse(page)
      await page.locator('[aria-current=step]').focus()
    },
    does: { ...REFUSED, continue: NOTHING }, // it presses the part that has the focus
    keys: DIGITS,
  },
  'on a reason': {
    enter: async (page) => {
      await refuse(page)
      await page.getByRole('checkbox').first().focus()
    },
    does: { ...REFUSED, accept: GONE },
    keys: DIGITS,
  },
  'on what needs correction': {
    enter: async (page) => {
      await refuse(page)
      await page.getByRole('radio').first().focus()
    },
    does: { ...REFUSED, accept: GONE, back: { focus: 'the filter' }, reason: NOTHING }, // a digit chooses the correction that is chosen
    keys: { ArrowDown: NOTHING, ArrowUp: NOTHING },
  },
  'in the reasons': {
    enter: async (page) => {
      await refuse(page)
      await filter(page).focus()
    },
    ...typing('filter', { phrase, continue: goOn, back, send }, DIGITS),
  },
  'in the reasons, with a word': {
    enter: async (page) => {
      await refuse(page)
      await filter(page).fill('blur')
    },
    ...typing('filter', {
      continue: { reasons: [], filter: '', ...verdicts('Unfinished') },
      back: { filter: '' },
      send: REFUSED.send,
    }),
  },
  'in the note': {
    enter: async (page) => {
      await refuse(page)
      await note(page).focus()
    },
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
      await filter(page).press(';')
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
      await page.getByRole('main').focus()
      await page.keyboard.press('/')
    },
    ...typing('search', { back: { focus: 'everywhere' }, send: dialog('Send decision: Approved', CONFIRMED) }),
    toSend: accept,
  },
  'in the confirmation': {
    enter: async (page) => {
      await refuse(page)
      await page.getByRole('main').focus()
      await page.keyboard.press('Control+Enter')
      await expect(page.getByRole('dialog').getByRole('button', { name: CONFIRMED })).toBeFocused()
    },
    does: { ...NO_KEY, back: { dialog: null, focus: 'everywhere' } },
    keys: { Enter: SENDS },
  },
  'in the help': {
    enter: async (page) => {
      await page.getByRole('main').focus()
      await page.keyboard.press('?')
    },
    does: { ...NO_KEY, back: { dialog: null, focus: 'everywhere' }, continue: { dialog: null, focus: 'everywhere' } },
  },
}
