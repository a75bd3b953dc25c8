import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import {
  aDraftOfOneLetter,
  aDraftOfTwoLetters,
  aPageOf,
  letterFindingsOf,
  photographedAs,
  removeLetter,
  rename,
} from '@/tests/factories/photographed-letters'
import { asShown } from '@/tests/factories/qualifications'
import { anUnreadLetter } from '@/tests/factories/readings'
import { submitQualification } from '../submit-qualification'

/** Returns what the applicant was shown of the letter when they submitted. */
async function shownIn(qualificationId: string) {
  const part: Prisma.PartWhereInput = { submission: { qualificationId }, document: { kind: 'COMMITMENT_LETTER' } }
  const rows = await database().shownFinding.findMany({ where: { part } })
  return rows.map(({ code }) => code)
}

test('what a machine guesses of a page makes no letter void, confirms none, and is never another’s', async () => {
  const draft = await aDraftOfTwoLetters()
  const { old, now } = draft
  await photographedAs(draft, [await aPageOf(now, 1)], [await aPageOf(now, 2)])
  expect(await letterFindingsOf(draft)).toEqual([])
  const { now: anothers } = await aDraftOfOneLetter()
  for (const guessed of [old, now, anothers]) {
    await removeLetter(draft)
    await photographedAs(draft, [await aPageOf(now, 1)], [await aPageOf(guessed, 2, false)])
    expect(await letterFindingsOf(draft)).toEqual(['warn LETTER_UNCERTAIN'])
  }
})

test('a guess is asked about where only one letter was ever issued, and the applicant may continue', async () => {
  const { now, ...draft } = await aDraftOfOneLetter()
  await photographedAs(draft, [await aPageOf(now, 1, false)], [await aPageOf(now, 2, false)])
  expect(await letterFindingsOf(draft)).toEqual(['warn LETTER_UNCERTAIN'])
  await rename(draft, '王晓明')
  expect(await letterFindingsOf(draft)).toEqual(['block LETTER_OUTDATED']) // no letter with this name was issued before the upload
  await rename(draft, '王小明')
  const unshown = submitQualification(draft.applicant, { ...(await asShown(draft.applicant, draft.id)), shown: '' })
  await expect(unshown).rejects.toMatchObject({ code: 'FINDINGS_CHANGED' })
  await submitQualification(draft.applicant, await asShown(draft.applicant, draft.id))
  expect(await shownIn(draft.id)).toEqual(['LETTER_UNCERTAIN'])
})

test('a photograph that nothing has read is of the only letter that was issued', async () => {
  const { now: _, ...draft } = await aDraftOfOneLetter()
  await photographedAs(draft, [])
  expect(await letterFindingsOf(draft)).toEqual([])
})

test('past a letter of which nothing but words was read an applicant may continue, and it is stored', async () => {
  const { now: _, ...draft } = await aDraftOfOneLetter()
  await photographedAs(draft, [anUnreadLetter()])
  await submitQualification(draft.applicant, await asShown(draft.applicant, draft.id))
  expect(await shownIn(draft.id)).toEqual(['LETTER_UNREAD'])
})
