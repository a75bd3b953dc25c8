import type { Page } from '@playwright/test'
import { DRAWING_KEYS, KEY_MAP, type KeyName, PICTURE_KEYS, type Shortcut } from '@/components/keys/key-map'
import { database } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { saveJudgementDrafts } from '@/lib/review/decisions/save-judgement-drafts'
import { savePhrase } from '@/lib/review/phrases/save-phrase'
import { decide, resubmit, seeAll } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { ANYWHERE, CONFIRMED, ENLARGES, LEAVES, NAMES, NOTHING, PHRASE, SENDS } from '../support/key-effects'
import { accept, CARRIED, LOST, leave, note, STATES, type State } from '../support/key-states'
import { keysWork, tabTo } from '../support/keyboard'
import { aSubmittedLetter } from '../support/photographed-letter'
import { drawn, drawnAtRest, hold, press, sendComposed } from '../support/press-keys'
import { expect, test } from '../support/test'
import { part, pictureIsThere } from '../support/workbench'
import { lookAt } from '../support/workbench-look'

// One decision is sent, and undone, at the end; and the next case is claimed.
test.use({
  ownSystem: 'every-key',
  settings: { UNDO_SECONDS: '60' },
  locale: 'en',
  viewport: { width: 1440, height: 900 },
  contextOptions: { reducedMotion: 'reduce' }, // pictures are at rest at once
})
test.describe.configure({ mode: 'default' })

const JUDGED = 'Photo with ID in hand'
const LETTER = 'Commitment letter'

/** Creates a case of which all parts are accepted, with a letter that was recognised, in its reviewer's hands. */
async function aCaseInHand() {
  const { id } = await aSubmittedLetter()
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await claimQualification(reviewer.actor, { qualificationId: id })
  await seeAll(reviewer.actor, id)
  await savePhrase(reviewer.actor, { text: PHRASE })
  const parts = await database().part.findMany({ where: { submission: { qualificationId: id } } })
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: '', note: '' }
  const drafts = Object.fromEntries(parts.map((one) => [one.id, accepted]))
  await saveJudgementDrafts(reviewer.actor, { qualificationId: id, revision: 1, drafts })
  return { id, reviewer }
}

const letterPage = (page: Page) => page.getByRole('button', { name: `${LETTER} 2`, exact: true })

/** Leads back to a part that nobody has judged, of which that is what was done last. */
async function startAgain(page: Page, name: string) {
  await page.evaluate(() => document.querySelector<HTMLDialogElement>('dialog[open]')?.requestClose())
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.locator('header').getByRole('searchbox').fill('')
  await part(page, name).click()
  await page.getByRole('button', { name: /^Refuse/ }).click()
  await note(page).fill('')
  for (const label of ['Remove outline', 'Show only this one', 'Clear judgement']) {
    const button = page.getByRole('button', { name: label })
    if (await button.isVisible()) await button.click()
  }
  for (const pressed of await page
    .getByRole('button', { name: /^(Show together|More contrast|Flatten the page)$/, pressed: true })
    .all())
    await pressed.click()
  await pictureIsThere(page)
}

type Ways = {
  again: (page: Page, isOnLetter: boolean) => Promise<void>
  afterLetter?: (page: Page) => Promise<void>
}

/** Presses each key of the table in a state, and compares what is seen with what the key should change. */
async function pressEach(
  page: Page,
  name: string,
  { enter, does, keys = {}, toSend }: State,
  { again, afterLetter }: Ways,
) {
  for (const [of, { keys: all }] of Object.entries(KEY_MAP) as [KeyName, { keys: readonly string[] }][]) {
    for (const key of all) {
      const isOnLetter = does[of] === ANYWHERE.flat
      await again(page, isOnLetter)
      if (of === 'send') await toSend?.(page)
      await enter(page)
      const before = await lookAt(page)
      for (const by of COMPOSED) {
        await sendComposed(page, key, by)
        expect(await lookAt(page), `${key} of an input method, ${name}`).toEqual(before)
      }
      const effect = keys[key] ?? does[of]
      expect(effect, `what ${of} does ${name}`).toBeDefined()
      if (effect === SENDS || effect === LEAVES) continue
      if (of === 'loupe') await hold(page, key, effect === ENLARGES)
      else await press(page, key)
      await expect(async () => {
        expect(await lookAt(page), `${key} (${of}) ${name}`).toEqual({ ...before, ...effect })
      }).toPass({ timeout: PATIENCE })
      if (isOnLetter) await afterLetter?.(page)
    }
  }
}

/** Leads to the start of each key in a case that is reviewed for the first time. */
const OF_CASE: Ways = {
  async again(page, isOnLetter) {
    await startAgain(page, isOnLetter ? LETTER : JUDGED)
    if (isOnLetter) await letterPage(page).click()
  },
  async afterLetter(page) {
    await startAgain(page, LETTER)
    await accept(page)
  },
}

for (const [name, state] of Object.entries(STATES)) {
  test(`each key ${name}`, async ({ page, signIn }) => {
    const { id, reviewer } = await aCaseInHand()
    await signIn(reviewer.actor)
    await page.goto(`/queue/${id}`)
    await pressEach(page, name, state, OF_CASE)
  })
}

test('each key after the claim was lost', async ({ page, signIn }) => {
  const { id, reviewer } = await aCaseInHand()
  await signIn(reviewer.actor)
  await page.clock.install()
  await page.goto(`/queue/${id}`)
  await pictureIsThere(page)
  await database().qualification.update({ where: { id }, data: { leaseEndsAt: new Date(Date.now() - 60_000) } })
  await page.keyboard.press('Shift') // a heartbeat renews the claim
  await page.clock.runFor(31_000)
  const lost = page.getByText('You no longer hold this application')
  await expect(lost).toBeVisible()
  await pressEach(page, 'after the claim was lost', LOST, OF_CASE)
  await leave(page)
  await expect(async () => {
    await page.keyboard.press('n') // leaves nothing behind that is not saved yet
    await expect(lost).toBeHidden({ timeout: 2_000 })
  }).toPass({ timeout: PATIENCE })
  await expect(page).toHaveURL(`/queue/${id}`)
})

test('each key of a part that was accepted before', async ({ page, signIn }) => {
  const { id, applicant } = await aSubmittedLetter()
  const reviewer = await aColleague({ roles: ['REVIEWER'] })
  await decide(reviewer.actor, id, { ID_IN_HAND: 'BLURRED' })
  await resubmit(applicant.actor, id, ['ID_IN_HAND'])
  await claimQualification(reviewer.actor, { qualificationId: id })
  await seeAll(reviewer.actor, id)
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  const carried = page.getByRole('region', { name: /^Accepted before/ }).getByRole('button', { name: LETTER })
  const enter = async () => {
    await leave(page)
    for (const button of [carried, letterPage(page)]) {
      await tabTo(page, button)
      await page.keyboard.press('Enter')
    }
    await pictureIsThere(page)
  }
  await pressEach(
    page,
    'of a part that was accepted before',
    { ...CARRIED, enter },
    { again: () => startAgain(page, JUDGED) },
  )
})

const COMPOSED = [{ isComposing: true }, { keyCode: 229 }]
const keysOf = (table: Readonly<Record<string, Shortcut>>) =>
  Object.entries(table).flatMap(([name, { keys }]) => keys.map((key) => ({ name, key })))

test('each key of a picture that has the focus changes how it is shown', async ({ page, signIn }) => {
  const { id, reviewer } = await aCaseInHand()
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  await part(page, JUDGED).click()
  await pictureIsThere(page)
  await page.getByRole('application').first().focus()
  for (const { name, key } of keysOf(PICTURE_KEYS)) {
    await page.keyboard.press(name === 'reset' ? '+' : '0')
    const before = await drawnAtRest(page)
    for (const by of COMPOSED) await sendComposed(page, key, by)
    expect(await drawnAtRest(page), `${key} of an input method`).toBe(before)
    await page.keyboard.press(key)
    await expect.poll(() => drawn(page), `${key} (${name})`).not.toBe(before)
  }
})

test('each key of an outline moves, sizes, keeps, removes or leaves it', async ({ page, signIn }) => {
  const { id, reviewer } = await aCaseInHand()
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  const place = () =>
    page
      .getByRole('status')
      .filter({ hasText: /^From .*% down$/ })
      .textContent()
  const after = { keep: true, remove: false, cancel: true } // whether there is an outline
  for (const { name, key } of keysOf(DRAWING_KEYS)) {
    await startAgain(page, JUDGED)
    await page.keyboard.press('m')
    const layer = page.getByRole('application', { name: 'Outline an area' })
    await expect(layer).toBeFocused()
    if (name === 'remove' || name === 'cancel') {
      await page.keyboard.press('Enter')
      await expect(layer).toBeHidden()
      await page.getByRole('main').focus()
      await page.keyboard.press('m')
      await expect(layer).toBeFocused()
    }
    const [look, from, picture] = [await lookAt(page), await place(), await drawnAtRest(page)]
    for (const by of COMPOSED) await sendComposed(page, key, by)
    expect([await lookAt(page), await place(), await drawnAtRest(page)], `${key} of an input method`).toEqual([
      look,
      from,
      picture,
    ])
    await page.keyboard.press(key)
    if (name === 'move' || name === 'size') await expect.poll(place, `${key} (${name})`).not.toBe(from)
    else if (name === 'zoomIn' || name === 'zoomOut') await expect.poll(() => drawn(page), key).not.toBe(picture)
    else {
      await expect(layer).toBeHidden()
      const { isOutlined } = await lookAt(page)
      expect(isOutlined, `${key} (${name})`).toBe(after[name as keyof typeof after])
    }
  }
})

test('Enter in the confirmation sends, Z undoes it, and N claims the next', async ({ page, signIn }) => {
  const { id, reviewer } = await aCaseInHand()
  await signIn(reviewer.actor)
  await page.goto(`/queue/${id}`)
  await pictureIsThere(page)
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('dialog').getByRole('button', { name: CONFIRMED })).toBeFocused()
  await page.keyboard.press('Enter')
  const isPending = () => database().pendingDecision.count({ where: { qualificationId: id } })
  await expect.poll(isPending).toBe(1)
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeVisible()
  await page.keyboard.press('z')
  await expect.poll(isPending).toBe(0)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Review ')

  await releaseClaim((await aColleague({ roles: ['LEAD'] })).actor, { qualificationId: id, reason: 'ABSENT' })
  await page.goto('/queue')
  await keysWork(page)
  await page.keyboard.press('n')
  await expect(page).toHaveURL(`/queue/${id}`)
})

test('each key of the table has an effect somewhere', () => {
  const without = NAMES.filter((name) => Object.values(STATES).every(({ does }) => does[name] === NOTHING))
  // Each digit has its own, and the test before this one presses the others.
  expect(without).toEqual(['reason', 'undoSent', 'takeNext'])
})
