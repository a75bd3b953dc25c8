import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { eventsAbout } from '@/tests/factories/audit'
import { aSubmitted, decide, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { aDocumentIn, asShown } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { removeDocumentPage } from '../../files/remove-document-page'
import { readDraft } from '../read-draft'
import { submitQualification } from '../submit-qualification'
import { issueLetters } from './issue-letters'

type Submitted = Awaited<ReturnType<typeof aSubmitted>>

const slotOf = async ({ applicant, id }: Submitted) =>
  (await readDraft(applicant.actor, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
/** Returns the files of the letter, each with whether a newer one replaces it. */
const shown = async (made: Submitted) =>
  (await slotOf(made))?.pages.map(({ fileId, isReplaced }) => [fileId, isReplaced])
const findings = async ({ applicant, id }: Submitted) =>
  ((await readDraft(applicant.actor, id))?.findings ?? []).map(({ severity, code, params }) =>
    [severity, code, ...(params.added ? ['added'] : [])].join(' '),
  )
const aPhotograph = ({ applicant, id }: Submitted) =>
  aDocumentIn(id, { ...applicant.actor, accountId: applicant.accountId }, 'COMMITMENT_LETTER')

async function readPage({ applicant, id }: Submitted, fileId: string, ...pages: number[]) {
  const letterId = (await issueLetters(applicant.actor, id))[0]?.id ?? ''
  const signer = await letterKey()
  const readings = pages.map((page) => {
    const code = letterCode({ letterId, page, pages: 2, version: 'cn-mainland/2024-10' }, signer)
    return aReading({ kind: 'LETTER', side: null, fields: { qr: code } })
  })
  await readAs(fileId, ...readings)
}

/** Returns an application whose letter of two photographs was refused, and these, of page 1 and page 2. */
async function refusedOfTwo(reason: 'THUMBPRINT_MISSING' | 'PAGE_MISSING' = 'THUMBPRINT_MISSING') {
  const made = await aSubmitted()
  await decide((await aColleague()).actor, made.id, { COMMITMENT_LETTER: 'PAGE_MISSING' })
  await aPhotograph(made)
  const [first = '', second = ''] = ((await slotOf(made))?.pages ?? []).map(({ fileId }) => fileId)
  await readPage(made, first, 1)
  await readPage(made, second, 2)
  await submit(made.applicant.actor, made.id)
  await decide((await aColleague()).actor, made.id, { COMMITMENT_LETTER: reason })
  return { made, first, second }
}

test('the new photograph of a refused page takes its place, as soon as its code was read', async () => {
  const { made, first, second } = await refusedOfTwo()
  const corrected = await aPhotograph(made)
  expect(await findings(made)).toContain('block NOT_CORRECTED added')
  await expect(
    submitQualification(made.applicant.actor, await asShown(made.applicant.actor, made.id)),
  ).rejects.toMatchObject({
    code: 'INCOMPLETE',
  })

  await readPage(made, corrected, 2)
  expect(await shown(made)).toEqual([
    [first, false],
    [corrected, false],
    [second, true],
  ])
  expect(await findings(made)).toEqual([])
  await submitQualification(made.applicant.actor, await asShown(made.applicant.actor, made.id))
  const document = await database().document.findFirstOrThrow({
    where: { kind: 'COMMITMENT_LETTER', submission: { qualificationId: made.id, revision: 3 } },
    include: { pages: { orderBy: { position: 'asc' } } },
  })
  expect(document.pages.map(({ fileId }) => fileId)).toEqual([first, corrected])
  const removed = (await eventsAbout(made.id, 'document.removed')).at(-1)
  expect(removed).toMatchObject({ data: { kind: 'COMMITMENT_LETTER', fileId: second, revision: 3 } })
  const judged = await database().documentPage.count({ where: { fileId: second } })
  expect(judged).toBe(1) // what was judged stays as it was
})

test('without the new photograph the refused one counts again', async () => {
  const { made, first, second } = await refusedOfTwo()
  const corrected = await aPhotograph(made)
  await readPage(made, corrected, 1, 2)
  expect(await shown(made)).toEqual([
    [corrected, false],
    [first, true],
    [second, true],
  ])
  await removeDocumentPage(made.applicant.actor, { qualificationId: made.id, fileId: corrected })
  expect(await shown(made)).toEqual([
    [first, false],
    [second, false],
  ])
  expect(await findings(made)).toEqual(['block NOT_CORRECTED'])
})

test('of a file with both pages, each has to be shown again', async () => {
  const { made, first, second } = await refusedOfTwo()
  await removeDocumentPage(made.applicant.actor, { qualificationId: made.id, fileId: second })
  await readPage(made, first, 1, 2)
  const corrected = await aPhotograph(made)
  await readPage(made, corrected, 2)
  expect((await shown(made))?.flatMap(([, isReplaced]) => isReplaced)).toEqual([false, false])
  expect(await findings(made)).toEqual(['warn LETTER_PAGE_TWICE'])
})

test('where nobody can read which page it is, the applicant removes what the new photograph replaces', async () => {
  const { made, first, second } = await refusedOfTwo()
  const corrected = await aPhotograph(made)
  await removeDocumentPage(made.applicant.actor, { qualificationId: made.id, fileId: second })
  expect((await shown(made))?.map(([fileId]) => fileId)).toEqual([first, corrected])
  expect(await findings(made)).not.toContain('block NOT_CORRECTED added')
})
