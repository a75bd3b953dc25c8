import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { settleLateReading } from '@/lib/qualifications/late/settle-late-reading'
import { submit } from '@/tests/factories/journey'
import { aPageOf, removeLetter } from '@/tests/factories/photographed-letters'
import { aDocumentIn, aReadyDraft } from '@/tests/factories/qualifications'
import { EMPTY_BOX, readAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'
import { claimQualification } from './claims/claim-qualification'
import { readForReview } from './read-for-review'

/**
 * Returns a draft whose letter is this many files with both pages; the first is altered, the second unsigned and
 * cropped.
 */
async function aLetterInFiles(count: number, pageCount = 2) {
  const { applicant, id } = await aReadyDraft()
  const draft = { applicant, id }
  const [letter] = await issueLetters(applicant, id)
  await removeLetter(draft)
  const [one, two] = [await aPageOf(letter?.id ?? '', 1), await aPageOf(letter?.id ?? '', 2)]
  const first = { ...one, ...(one.letter && { letter: { ...one.letter, altered: [EMPTY_BOX] } }) }
  const second = {
    ...{ ...two, quality: { ...two.quality, cropped: true } },
    ...(two.letter && { letter: { ...two.letter, signature: EMPTY_BOX } }),
  }
  for (let file = 0; file < count; file += 1) {
    const fileId = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
    await database().storedFile.update({ where: { id: fileId }, data: { pageCount } })
    await readAs(fileId, first, second)
  }
  return draft
}

type Found = { code: string; filePlaces?: readonly { file: number | null; page: number }[] }
const placesIn = (findings: readonly Found[]) =>
  Object.fromEntries(findings.flatMap(({ code, filePlaces }) => (filePlaces ? [[code, filePlaces]] : [])))
const shownTo = async ({ applicant, id }: Awaited<ReturnType<typeof aLetterInFiles>>) =>
  placesIn((await readDraft(applicant, id))?.findings ?? [])

/** Claims a case, and returns the part of its letter. */
async function letterInReview(qualificationId: string) {
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId })
  const opened = (await readForReview(reviewer, qualificationId))?.opened
  return opened?.parts.find(({ documentKind }) => documentKind === 'COMMITMENT_LETTER')
}

const IN_ONE = {
  LETTER_ALTERED: [{ file: null, page: 1 }],
  SIGNATURE_MISSING: [{ file: null, page: 2 }],
  CROPPED: [{ file: null, page: 2 }],
}

test('the applicant and the reviewer read on which page of a PDF each finding is', async () => {
  const draft = await aLetterInFiles(1)
  expect(await shownTo(draft)).toEqual(IN_ONE)
  await submit(draft.applicant, draft.id)
  expect(placesIn((await letterInReview(draft.id))?.findings ?? [])).toEqual(IN_ONE)
})

test('of several PDFs the file is named; of photographs no page is', async () => {
  const both = (page: number) => [
    { file: 1, page },
    { file: 2, page },
  ]
  expect(await shownTo(await aLetterInFiles(2))).toEqual({
    ...{ LETTER_ALTERED: both(1), SIGNATURE_MISSING: both(2), CROPPED: both(2) },
  })
  expect(await shownTo(await aLetterInFiles(1, 1))).toEqual({})
})

/** Puts a PDF of three pages in the place of a letter, of which the second is another letter's. */
async function aLetterWithForeignPage(isRead: boolean) {
  const { applicant, id } = await aReadyDraft()
  const other = await aReadyDraft()
  const [[own], [foreign]] = [await issueLetters(applicant, id), await issueLetters(other.applicant, other.id)]
  await removeLetter({ applicant, id })
  const fileId = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  await database().storedFile.update({ where: { id: fileId }, data: { pageCount: 3 } })
  const pages = [await aPageOf(own?.id ?? '', 1), await aPageOf(foreign?.id ?? '', 1), await aPageOf(own?.id ?? '', 2)]
  const read = () => readAs(fileId, ...pages)
  if (isRead) await read()
  else await database().reading.create({ data: { fileId } })
  return { applicant, id, read }
}

test('a page of another letter in a PDF is named, too', async () => {
  expect(await shownTo(await aLetterWithForeignPage(true))).toEqual({ LETTER_WRONG_PARTY: [{ file: null, page: 2 }] })
})

test('read after submitting, it is named to the reviewer', async () => {
  const { applicant, id, read } = await aLetterWithForeignPage(false)
  await submit(applicant, id)
  await read()
  await settleLateReading()
  expect(placesIn((await letterInReview(id))?.late ?? [])).toMatchObject({
    LETTER_WRONG_PARTY: [{ file: null, page: 2 }],
  })
})

test('of a fault in a photograph and in a PDF no page is named: the photograph would seem to be in order', async () => {
  const draft = await aLetterInFiles(1)
  const letter = await database().letter.findFirstOrThrow({ where: { qualificationId: draft.id } })
  const photograph = await aDocumentIn(draft.id, draft.applicant, 'COMMITMENT_LETTER')
  const page = await aPageOf(letter.id, 2)
  await readAs(photograph, { ...page, ...(page.letter && { letter: { ...page.letter, signature: EMPTY_BOX } }) })
  const { SIGNATURE_MISSING: _inBoth, ...others } = IN_ONE
  expect(await shownTo(draft)).toEqual(others)
})
