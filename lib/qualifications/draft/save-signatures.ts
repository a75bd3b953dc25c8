import 'server-only'
import type { AccountActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import type { DraftContent } from '@/lib/rulebook/answers'
import { normaliseSignature } from '@/lib/rulebook/checks/names'
import type { SubmissionContent } from '../content'
import { dropDocuments } from '../files/drop-documents'
import type { SaveSignaturesInput } from '../schemas'
import { sealedSample, sealedSignature } from '../sealed'
import { changedElsewhere } from './changed-elsewhere'
import { type Draft, findDraft, lockDraft, requireVersion } from './draft'
import { locksOfDraft, refuseLocked } from './draft-locks'
import { mergeAnswers, parseSeen, seenAfter, seenOf } from './merge-answers'
import { type Opened, readOpened } from './read-opened'
import { recordSaved } from './record-saved'

type Lists = Pick<DraftContent, 'signatures' | 'samples'>

/**
 * Saves the sender signatures and the sample messages, each list as a whole and in its order. A row keeps its id and
 * its evidence. Removing a signature removes its evidence, and so does a source that needs none, if `drop` says that it
 * was shown.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT, LOCKED, CONFLICT, DROPS_FILES
 */
export async function saveSignatures(actor: AccountActor, input: SaveSignaturesInput) {
  const typed = normalised(input)
  const { orphans, ...saved } = await transaction(async (tx) => {
    const draft = await findDraft(tx, actor, input.qualificationId)
    await lockDraft(tx, draft)
    if (input.at) await requireVersion(tx, draft, input.at)
    const { qualification, submission } = draft
    const opened = await readOpened(tx, qualification, submission.id)
    const { key, content: stored } = opened
    const sent = withoutBlankRows(stored, typed)
    await refuseForeignIds(tx, stored, sent)

    const before = parseSeen(input.at ? seenOf(listsAsText(stored)) : input.seen)
    const overwrites = Boolean(input.overwrite)
    const { touched } = input
    const { changes, conflicts } = mergeAnswers(before, listsAsText(stored), listsAsText(sent), { overwrites, touched })
    if (conflicts.length > 0) throw changedElsewhere(draft, conflicts)
    const fields = Object.keys(changes)
    const seen = seenAfter(before, listsAsText(sent))
    if (fields.length === 0) return { seen, draftVersion: submission.draftVersion, orphans: [] }

    // A list that this form did not change stays as it is stored, regardless of what the form shows.
    const merged = {
      signatures: fields.includes('signatures') ? sent.signatures : stored.signatures,
      samples: fields.includes('samples') ? sent.samples : stored.samples,
    }
    await refuseChangesOfLocked(tx, draft, opened, merged)
    const next = { ...stored, signatures: merged.signatures }
    const orphans = await dropDocuments(tx, actor, draft, { ...opened, next, shown: input.drop ?? [] })
    if (fields.includes('signatures')) await writeSignatures(tx, draft, key, stored, sent)
    if (fields.includes('samples')) await writeSamples(tx, draft, key, sent)
    return { seen, draftVersion: await recordSaved(tx, actor, draft, { task: 'signatures', fields }), orphans }
  })
  await finishErasing(orphans)
  return saved
}

/** Returns each list as one answer to merge, with the order and the ids of its rows. */
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

/** Drops added rows that are still blank. An emptied row stays, since its evidence belongs to it. */
function withoutBlankRows(stored: Lists, { signatures, samples }: Lists): Lists {
  const known = new Set([...stored.signatures, ...stored.samples].map(({ id }) => id))
  const isWorthStoring = ({ id, text }: { id: string; text: string }) => text !== '' || known.has(id)
  return { signatures: signatures.filter(isWorthStoring), samples: samples.filter(isWorthStoring) }
}

/**
 * Refuses ids of another draft and repeated ones, which no form sends. New rows have their ids, so that saving twice
 * adds once.
 */
async function refuseForeignIds(tx: Tx, stored: Lists, sent: Lists): Promise<void> {
  for (const list of ['signatures', 'samples'] as const) {
    const known = new Set(stored[list].map(({ id }) => id))
    const ids = sent[list].map(({ id }) => id)
    const where = { id: { in: ids.filter((id) => !known.has(id)) } }
    const count = () =>
      list === 'signatures' ? tx.senderSignature.count({ where }) : tx.sampleMessage.count({ where })
    const foreign = where.id.in.length > 0 ? await count() : 0
    if (foreign > 0 || new Set(ids).size < ids.length) throw new DomainError('INVALID_INPUT', 'Ids of other rows')
  }
}

/** Refuses changes of accepted signatures, regardless of their order: the text was accepted, not its place. */
async function refuseChangesOfLocked(tx: Tx, draft: Draft, opened: Opened, sent: Lists) {
  const { content: stored } = opened
  const { openSignatures, mayAddSignatures, areSamplesOpen } = await locksOfDraft(tx, draft, opened)
  const known = new Map(stored.signatures.map((row) => [row.id, row]))
  const staying = new Map(sent.signatures.map((row) => [row.id, row]))
  for (const [id, row] of known) {
    const now = staying.get(id)
    const isSame = now !== undefined && JSON.stringify(textsOf(now)) === JSON.stringify(textsOf(row))
    refuseLocked(isSame || openSignatures.has(id), draft)
  }
  refuseLocked(mayAddSignatures || sent.signatures.every(({ id }) => known.has(id)), draft)
  refuseLocked(areSamplesOpen || listsAsText(stored).samples === listsAsText(sent).samples, draft)
}

async function writeSignatures(tx: Tx, draft: Draft, key: Uint8Array, stored: SubmissionContent, sent: Lists) {
  const staying = new Set(sent.signatures.map(({ id }) => id))
  const gone = stored.signatures.filter(({ id }) => !staying.has(id)).map(({ id }) => id)
  if (gone.length > 0) await tx.senderSignature.deleteMany({ where: { id: { in: gone } } })
  for (const [position, signature] of sent.signatures.entries()) {
    const row = await sealedSignature(key, draft.submission.id, signature, position)
    await tx.senderSignature.upsert({ where: { id: row.id }, create: row, update: row })
  }
}

async function writeSamples(tx: Tx, { submission }: Draft, key: Uint8Array, { samples }: Lists) {
  await tx.sampleMessage.deleteMany({ where: { submissionId: submission.id } })
  const rows = samples.map((sample, position) => sealedSample(key, submission.id, sample, position))
  await tx.sampleMessage.createMany({ data: rows })
}
