import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import type { DraftContent } from '@/lib/rulebook/answers'
import { normaliseSignature } from '@/lib/rulebook/checks/names'
import { readContent, type SubmissionContent } from './content'
import { type Draft, findDraft, lockDraft, touchDraft } from './draft'
import { locksOfDraft, refuseLocked } from './draft-locks'
import { mergeAnswers, parseSeen, seenOf } from './merge-answers'
import { removeDocuments } from './remove-documents'
import type { SaveSignaturesInput } from './schemas'
import { sealedSample, sealedSignature } from './sealed'

type Lists = Pick<DraftContent, 'signatures' | 'samples'>

/**
 * Saves the sender signatures and the sample messages, each list as a whole and in its order. A row keeps its id, and
 * with it its evidence; a signature that is gone takes its evidence with it.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT, LOCKED, CONFLICT
 */
export async function saveSignatures(actor: PersonActor, input: SaveSignaturesInput) {
  const typed = normalised(input)
  const { orphans, ...saved } = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, input.qualificationId)
    await lockDraft(tx, draft)
    const { qualification, submission } = draft
    const key = await dataKey(tx, qualification.dataKeyId)
    const kept = await readContent(tx, qualification.kind, submission.id, key)
    const sent = withoutBlankRows(kept, typed)
    await refuseForeignIds(tx, kept, sent)

    const seenBefore = parseSeen(input.overwrite ? seenOf(listsAsText(kept)) : input.seen)
    const { changes, conflicts } = mergeAnswers(seenBefore, listsAsText(kept), listsAsText(sent))
    if (conflicts.length > 0)
      throw new DomainError('CONFLICT', 'Changed on another device', { subjectId: qualification.id })
    const fields = Object.keys(changes)
    const seen = seenOf({ ...listsAsText(kept), ...changes })
    if (fields.length === 0) return { seen, draftVersion: submission.draftVersion, orphans: [] }

    await refuseChangesOfLocked(tx, draft, key, kept, sent)
    const orphans = fields.includes('signatures') ? await writeSignatures(tx, actor, draft, key, kept, sent) : []
    if (fields.includes('samples')) await writeSamples(tx, draft, key, sent)
    const draftVersion = await touchDraft(tx, draft)
    const data = { revision: submission.revision, task: 'signatures', fields }
    const event = { action: 'qualification.draft_saved', subjectId: qualification.id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    return { seen, draftVersion, orphans }
  })
  await finishErasing(orphans)
  return saved
}

/** Each list as one answer to merge: their order and their ids belong to them. */
export function listsAsText({ signatures, samples }: Lists): Record<'signatures' | 'samples', string> {
  const asText = (rows: readonly (readonly string[])[]) => (rows.length === 0 ? '' : JSON.stringify(rows))
  return {
    signatures: asText(signatures.map(({ id, ...signature }) => [id, ...textsOf(signature)])),
    samples: asText(samples.map(({ id, text }) => [id, text])),
  }
}

const textsOf = ({ source, text, isOnBehalf }: Omit<Lists['signatures'][number], 'id'>): string[] =>
  isOnBehalf ? [source, text, 'ON_BEHALF'] : [source, text]

function normalised({ signatures, samples }: Lists): Lists {
  return {
    signatures: signatures.map((row) => ({ ...row, text: normaliseSignature(row.text) })),
    samples: samples.map((row) => ({ ...row, text: row.text.normalize('NFC').replace(/\r\n?/g, '\n').trim() })),
  }
}

/** A row that was added and not filled in yet is nothing to keep; one that was emptied stays, for its evidence hangs on it. */
function withoutBlankRows(kept: Lists, { signatures, samples }: Lists): Lists {
  const known = new Set([...kept.signatures, ...kept.samples].map(({ id }) => id))
  const isWorthKeeping = ({ id, text }: { id: string; text: string }) => text !== '' || known.has(id)
  return { signatures: signatures.filter(isWorthKeeping), samples: samples.filter(isWorthKeeping) }
}

/** New rows bring their ids along, so that saving twice adds once; an id of another draft, or twice, is nobody's typing. */
async function refuseForeignIds(tx: Tx, kept: Lists, sent: Lists): Promise<void> {
  for (const list of ['signatures', 'samples'] as const) {
    const known = new Set(kept[list].map(({ id }) => id))
    const ids = sent[list].map(({ id }) => id)
    const where = { id: { in: ids.filter((id) => !known.has(id)) } }
    const foreign =
      list === 'signatures' ? await tx.senderSignature.count({ where }) : await tx.sampleMessage.count({ where })
    if (foreign > 0 || new Set(ids).size < ids.length) throw new DomainError('INVALID_INPUT', 'Ids of other rows')
  }
}

/** Whatever their order: it is the signature that was accepted, not its place. */
async function refuseChangesOfLocked(tx: Tx, draft: Draft, key: Uint8Array, kept: SubmissionContent, sent: Lists) {
  const { openSignatures, mayAddSignatures, areSamplesOpen } = await locksOfDraft(tx, draft, key, kept)
  const known = new Map(kept.signatures.map((row) => [row.id, row]))
  const staying = new Map(sent.signatures.map((row) => [row.id, row]))
  for (const [id, row] of known) {
    const now = staying.get(id)
    const isSame = now !== undefined && JSON.stringify(textsOf(now)) === JSON.stringify(textsOf(row))
    refuseLocked(isSame || openSignatures.has(id), draft)
  }
  refuseLocked(mayAddSignatures || sent.signatures.every(({ id }) => known.has(id)), draft)
  refuseLocked(areSamplesOpen || listsAsText(kept).samples === listsAsText(sent).samples, draft)
}

async function writeSignatures(
  tx: Tx,
  actor: PersonActor,
  draft: Draft,
  key: Uint8Array,
  kept: SubmissionContent,
  sent: Lists,
) {
  const staying = new Set(sent.signatures.map(({ id }) => id))
  const gone = kept.signatures.filter(({ id }) => !staying.has(id)).map(({ id }) => id)
  const evidence = kept.rows.filter(({ senderSignatureId }) => senderSignatureId && gone.includes(senderSignatureId))
  const orphans = await removeDocuments(tx, actor, draft, evidence)
  await tx.senderSignature.deleteMany({ where: { id: { in: gone } } })
  for (const [position, signature] of sent.signatures.entries()) {
    const row = await sealedSignature(key, draft.submission.id, signature, position)
    await tx.senderSignature.upsert({ where: { id: row.id }, create: row, update: row })
  }
  return orphans
}

async function writeSamples(tx: Tx, { submission }: Draft, key: Uint8Array, { samples }: Lists) {
  await tx.sampleMessage.deleteMany({ where: { submissionId: submission.id } })
  const rows = samples.map((sample, position) => sealedSample(key, submission.id, sample, position))
  await tx.sampleMessage.createMany({ data: rows })
}
