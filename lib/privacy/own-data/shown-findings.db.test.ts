import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { readStory } from '@/lib/cases/read-story'
import { database, transaction } from '@/lib/db/client'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { readForReview } from '@/lib/review/read-for-review'
import { endedAgo } from '@/tests/factories/endings'
import { submit } from '@/tests/factories/journey'
import { aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { eraseQualification } from '../erasure/erase-qualification'
import { settleErased } from '../erasure/settle-erased'
import { exportQualification } from './export-qualification'
import { readOwnQualifications } from './read-own-data'

const SHOWN = { code: 'SIGNATURE_NOT_OWN_NAME', severity: 'warn' } as const

/**
 * Returns a qualification that was submitted past a warning about its signature, and a note about its sample message.
 */
async function aDoubtful() {
  const { applicant, id, signature } = await aReadyDraft()
  await submit(applicant, id)
  const { parts, samples } = await submissionOf(id)
  const partId = parts.find(({ kind }) => kind === 'SAMPLE_MESSAGES')?.id ?? ''
  const row = { partId, position: 1, code: 'SAMPLE_BRACKETS', severity: 'note', field: samples[0]?.id ?? '' } as const
  await database().shownFinding.create({ data: row })
  return { applicant, id, signature, sampleId: row.field }
}

const exported = (actor: PersonActor, id: string) => exportQualification(actor, id, { paths: new Map(), leftOut: [] })
const countOf = (id: string) =>
  database().shownFinding.count({ where: { part: { submission: { qualificationId: id } } } })

test('the reviewer sees it at its part, and nobody else at the desk', async () => {
  const { id } = await aDoubtful()
  const reviewer = await someStaff()
  expect((await readForReview(reviewer, id))?.opened).toBeNull()
  await claimQualification(reviewer, { qualificationId: id })
  const found = (await readForReview(reviewer, id))?.opened?.parts.filter(({ findings }) => findings.length > 0)
  expect(found?.map(({ kind, findings }) => [kind, findings])).toEqual([
    ['SENDER_SIGNATURE', [{ ...SHOWN, field: null, sample: null }]],
    ['SAMPLE_MESSAGES', [{ code: 'SAMPLE_BRACKETS', severity: 'note', field: null, sample: 1 }]],
  ])
})

test('the case record has it with its round, without what was declared', async () => {
  const { id } = await aDoubtful()
  const story = await readStory(await someStaff({ roles: ['LEAD'] }), id)
  const parts = story?.rounds[0]?.parts.filter(({ findings }) => findings.length > 0)
  expect(parts?.map(({ kind, findings }) => [kind, findings.map(({ code, sample }) => [code, sample])])).toEqual([
    ['SENDER_SIGNATURE', [['SIGNATURE_NOT_OWN_NAME', null]]],
    ['SAMPLE_MESSAGES', [['SAMPLE_BRACKETS', 1]]],
  ])
})

test('it is among the applicant’s data, with the part that it is about', async () => {
  const { applicant, id, signature, sampleId } = await aDoubtful()
  expect(await readOwnQualifications(applicant)).toMatchObject([{ id, details: { shown: 2 } }])
  const nowhere = { fieldGroup: null, document: null }
  expect((await exported(applicant, id))?.submissions[0]?.shown).toEqual([
    { ...SHOWN, field: null, kind: 'SENDER_SIGNATURE', senderSignatureId: signature.id, ...nowhere },
    {
      ...{ code: 'SAMPLE_BRACKETS', severity: 'note', field: sampleId, kind: 'SAMPLE_MESSAGES' },
      ...{ senderSignatureId: null, ...nowhere },
    },
  ])
})

test('it is erased with the details, and not with the documents', async () => {
  const { applicant, id } = await aDoubtful()
  const other = await aDoubtful()
  await endedAgo(id, 'WITHDRAWN', 800)
  const erase = (scopes: Parameters<typeof eraseQualification>[2]['scopes']) =>
    transaction((tx) =>
      eraseQualification(tx, { kind: 'SYSTEM', id: null }, { id, scopes, cause: 'RETENTION', requestId: null }),
    )
  await erase(['DOCUMENTS'])
  expect(await countOf(id)).toBe(2)
  await erase(['DOCUMENTS', 'DETAILS'])
  expect([await countOf(id), await countOf(other.id)]).toEqual([0, 2])
  expect((await exported(applicant, id))?.submissions[0]?.shown).toEqual([])
})

test('a restored copy of it is erased again', async () => {
  const { id } = await aDoubtful()
  const other = await aDoubtful()
  await endedAgo(id, 'WITHDRAWN', 800)
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })
  await transaction(async (tx) => {
    await eraseDataKeys(tx, [{ dataKeyId, kind: 'QUALIFICATION', subjectId: id }], 'TEST')
    await settleErased(tx, { qualificationIds: [id], userIds: [] })
  })
  expect([await countOf(id), await countOf(other.id)]).toEqual([0, 2])
})
