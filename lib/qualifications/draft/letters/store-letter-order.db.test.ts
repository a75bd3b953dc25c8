import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { aDocumentIn, aReadyDraft, asShown } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { readDraft } from '../read-draft'
import { submitQualification } from '../submit-qualification'
import { issueLetters } from './issue-letters'

const held = async (applicant: PersonActor, id: string) =>
  (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
/** Returns what is said of the pages of the letter. */
const found = async (applicant: PersonActor, id: string) =>
  ((await readDraft(applicant, id))?.findings ?? []).flatMap(({ code, letterPages }) =>
    letterPages ? [{ code, letterPages }] : [],
  )
const shownIn = async (applicant: PersonActor, id: string) =>
  (await held(applicant, id))?.pages.map(({ fileId, letterPages }) => [fileId, letterPages])

async function readPage(fileId: string, letterId: string, page: number) {
  const code = { letterId, page, pages: 2, version: 'cn-mainland/2024-10' }
  await readAs(fileId, aReading({ kind: 'LETTER', side: null, fields: { qr: letterCode(code, await letterKey()) } }))
}

test('photographs whose codes were read are in the order of the pages, for the applicant and for who judges them', async () => {
  const { applicant, id } = await aReadyDraft()
  const letterId = (await issueLetters(applicant, id))[0]?.id ?? ''
  const [first = ''] = (await held(applicant, id))?.pages.map(({ fileId }) => fileId) ?? []
  const second = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  await readPage(first, letterId, 2)
  expect(await shownIn(applicant, id)).toEqual([
    [first, [2]],
    [second, []],
  ])
  expect((await held(applicant, id))?.isInLetterOrder).toBe(false)
  await readPage(second, letterId, 2)
  expect((await held(applicant, id))?.isInLetterOrder).toBe(true)
  expect(await found(applicant, id)).toEqual([
    { code: 'LETTER_PAGE_TWICE', letterPages: [2] },
    { code: 'PAGE_MISSING', letterPages: [1] },
  ])
  await readPage(second, letterId, 1)
  expect(await found(applicant, id)).toEqual([])
  expect(await shownIn(applicant, id)).toEqual([
    [second, [1]],
    [first, [2]],
  ])

  await submitQualification(applicant, await asShown(applicant, id))
  const document = await database().document.findFirstOrThrow({
    where: { kind: 'COMMITMENT_LETTER', submission: { qualificationId: id } },
    include: { pages: { orderBy: { position: 'asc' } } },
  })
  expect(document.pages.map(({ fileId }) => fileId)).toEqual([second, first])
})
