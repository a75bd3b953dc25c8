import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { FILE_MEDIA_TYPES } from '@/lib/core/files/file-formats'
import { logBug } from '@/lib/core/log'
import { startInterval } from '@/lib/core/timers'
import { type KeyText, keyText, unwrapKeyText } from '@/lib/crypto/key-text'
import { Prisma } from '@/lib/db/generated/client'
import { type DocumentKind, FileRefusal, type QualificationKind } from '@/lib/db/generated/enums'
import { type DrawnFile, drawPages } from '@/lib/documents/draw-pages'
import {
  type Claim,
  type ClaimedFile,
  claimFile,
  EXTEND_EVERY_MS,
  extendLease,
  releaseFile,
} from '@/lib/documents/examination/claim-file'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { StartRefusedError } from '@/lib/imaging/decoder/decoding-rule'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredSlot } from '@/lib/rulebook/required-slots'
import type { DocumentSlot, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import type { Part } from '@/lib/storage/parts'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { openContent, STORED_CONTENT, type StoredContent, type SubmissionContent } from '../../content'
import { supplementSlot } from '../supplement-slot'
import { makeReady, refuseFile } from './settle-file'

/** A file whose decoder is killed, or out of time, so often is refused. */
const MOST_KILLS = 3
/** So is one that was claimed so often, for any reason: perhaps it stops the portal each time. */
const MOST_ATTEMPTS = 10
const AGAIN_SECONDS = 1
/** The same while the store is away, or decoders have no sandbox. */
const LATER_SECONDS = 5

/**
 * Examines the next file: decodes it once, in a decoder child, and makes it READY or REFUSED.
 *
 * @param onOthers is called when the file was claimed and another one waited
 * @returns whether another one waited
 */
export async function examineNext(onOthers = () => {}): Promise<boolean> {
  const claimed = await claimFile<Row | null>(decoderPool().ownersInTurn, CLAIMED)
  if (!claimed) return false
  if (claimed.areOthersWaiting) onOthers()
  const holding = startInterval(() => extendLease(claimed), EXTEND_EVERY_MS, { act: 'file.extend-lease' })
  try {
    await examine(claimed)
  } catch (error) {
    await settleFailure(claimed, error)
  } finally {
    clearInterval(holding)
  }
  return claimed.areOthersWaiting
}

/** Examines all files that wait, for programs that are a portal and a browser in one. */
export async function examineAll(): Promise<void> {
  const examineOnes = async () => {
    while (await examineNext());
  }
  await Promise.all([examineOnes(), examineOnes()]) // there are two decoders
}

async function examine(claimed: Claim<Row | null>): Promise<void> {
  if (claimed.attempts > MOST_ATTEMPTS) return refuseFile(claimed, 'FILE_NOT_EXAMINED', {})
  const { original, slot } = await openClaimed(claimed)
  let drawn: DrawnFile
  try {
    drawn = await drawPages({ ...original, sender: claimed.accountId }, slot)
  } catch (error) {
    const refusal = refusalOf(error, claimed)
    if (!refusal) throw error
    return refuseFile(claimed, ...refusal)
  }
  await makeReady(claimed, drawn, slot.max)
}

/** Returns the slot's refusal for what the decoder found; null for a failure that is not the file's. */
function refusalOf(
  error: unknown,
  { attempts }: ClaimedFile,
): [FileRefusal, Readonly<Record<string, string | number>>] | null {
  if (!(error instanceof DomainError) || error instanceof StartRefusedError) return null
  const refusal = Object.values(FileRefusal).find((code) => code === error.code)
  if (refusal) return [refusal, error.params]
  return error.code === 'TRY_AGAIN' && attempts >= MOST_KILLS ? ['FILE_NOT_EXAMINED', {}] : null
}

/**
 * Releases a file after a failure, to be claimed again later. A failure of the store, and a decoder that could not be
 * started safely, do not count as an attempt.
 */
async function settleFailure(claimed: ClaimedFile, error: unknown): Promise<void> {
  const isInnocent = error instanceof StoreUnavailableError || error instanceof StartRefusedError
  if (!(error instanceof DomainError)) logBug(error, { act: 'file.examine' })
  await releaseFile(claimed, { seconds: isInnocent ? LATER_SECONDS : AGAIN_SECONDS, isInnocent })
}

type Row = {
  mediaType: string
  size: number
  slotKind: DocumentKind | null
  slotSignatureId: string | null
  dataKey: KeyText
  parts: Part[]
  kind: QualificationKind
  rulebookVersion: string
  /** Then the file is for a request after the approval. */
  isSubmitted: boolean
  contentKey: KeyText
  content: StoredContent
}

/**
 * Selects what the examination of the claimed file `c` needs: its original, and the answers that its slot depends on.
 */
const CLAIMED = Prisma.sql`
  SELECT jsonb_build_object('mediaType', f.media_type, 'size', f.size, 'slotKind', f.slot_kind, 'slotSignatureId', f.slot_signature_id,
    'dataKey', ${keyText('k')}, 'parts', to_jsonb(ARRAY(
      SELECT jsonb_build_object('id', b.id, 'size', b.size) FROM stored_blobs b
      WHERE b.file_id = f.id AND b.variant = 'ORIGINAL' ORDER BY b.page)),
    'kind', q.kind, 'rulebookVersion', s.rulebook_version, 'isSubmitted', s.submitted_at IS NOT NULL,
    'contentKey', ${keyText('o')}, 'content', ${STORED_CONTENT})
  FROM stored_files f JOIN data_keys k ON k.id = f.data_key_id
  JOIN submissions s ON s.id = c.submission_id JOIN qualifications q ON q.id = s.qualification_id
  JOIN data_keys o ON o.id = q.data_key_id
  WHERE f.id = c.id`

async function openClaimed({ id, submissionId, read: row }: Claim<Row | null>) {
  const mediaType = FILE_MEDIA_TYPES.find((known) => known === row?.mediaType)
  if (!row || !mediaType || row.parts.length === 0) throw new Error(`${id} has no original of a known type`)
  const key = await unwrapKeyText(row.dataKey)
  const content = openContent(row.kind, submissionId, await unwrapKeyText(row.contentKey), row.content)
  const slot =
    row.isSubmitted && row.slotKind
      ? supplementSlot(row.slotKind)
      : slotOf(await rulebookOf(row.rulebookVersion), content, row)
  return { original: { key, mediaType, size: row.size, parts: row.parts }, slot }
}

/** Returns the rule of a slot; of one that the answers no longer require, that of its kind. */
function slotOf(
  rulebook: Rulebook,
  content: SubmissionContent,
  { slotKind, slotSignatureId }: Pick<Row, 'slotKind' | 'slotSignatureId'>,
): DocumentSlot {
  const slot =
    (slotKind && requiredSlot(rulebook, content, slotKind, slotSignatureId)) ??
    rulesFor(rulebook, content.kind).documents.find(({ kind }) => kind === slotKind)
  if (!slot) throw new Error(`No rule for ${slotKind}`)
  return slot
}
