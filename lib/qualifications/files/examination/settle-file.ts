import 'server-only'
import type { LiveConsent } from '@/lib/accounts/consents/consents'
import { isConsentedByMaker, LIVE_CONSENTS_OF_MAKER } from '@/lib/accounts/consents/require-consents'
import { DIRECTLY, SYSTEM } from '@/lib/actor/actor'
import type { AuditEvent } from '@/lib/audit/events/all'
import { auditInsert, recordAudit } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind, FileRefusal, QualificationStatus } from '@/lib/db/generated/enums'
import type { DrawnFile } from '@/lib/documents/draw-pages'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import type { ClaimedFile } from '@/lib/documents/examination/claim-file'
import { fileNotice } from '@/lib/documents/examination/file-events'
import { likenessInsert } from '@/lib/documents/likeness/likeness-insert'
import { removeBlobs } from '@/lib/documents/receive-file'
import { factsOf } from '@/lib/rulebook/document-kinds'
import { isEditable, isFileable } from '../../lifecycle'
import { refusedPage } from './refused-page'

/**
 * Puts an examined file into its slot; in a slot for one file, and where one was refused, it takes the place of the one
 * before. The version of the draft stays: its people have seen the upload, and nothing that they save meanwhile
 * conflicts with this.
 *
 * @param max how many files the slot has at most
 */
export async function makeReady(claimed: ClaimedFile, drawn: DrawnFile, max: number): Promise<void> {
  const left = await transaction(async (tx) => {
    const waiting = await lockWaiting(tx, claimed)
    if (!waiting?.isWanted) {
      return { unused: drawn.blobs.map(({ id }) => id), dropped: await drop(tx, waiting) }
    }
    const replaced = max === 1 ? waiting.pages : await replacedPage(tx, waiting)
    await storeReady(tx, waiting, drawn, replaced)
    for (const fileId of replaced) await record(tx, { ...waiting, id: fileId }, 'document.removed')
    return { unused: [], dropped: await dropUnusedFiles(tx, replaced) }
  })
  await removeBlobs(left.unused)
  await finishErasing(left.dropped)
}

/**
 * Returns the file that this one replaces in a slot for several: the one that the applicant chose, or the only one that
 * was refused. What came through the link to a letter replaces nothing before the applicant confirmed it.
 */
async function replacedPage(tx: Tx, waiting: Waiting): Promise<string[]> {
  if (waiting.isForwarded) return []
  return waiting.toReplace ? [waiting.toReplace.fileId] : refusedPage(tx, waiting)
}

/**
 * Writes that a file is READY, and a page of its document, in the place of others, in one statement. The page is
 * selected from what is written before it: triggers read its file, which must be READY, and its document. A machine
 * reads it only where those on whose consents the application rests agreed to a text that says so (decision 109).
 */
async function storeReady(
  tx: Tx,
  waiting: Waiting,
  { blobs, sketches, pageCount, width, height }: DrawnFile,
  replaced: readonly string[],
): Promise<void> {
  const { id, accountId, qualificationId, submissionId, supplementId, slotKind, slotSignatureId, toReplace } = waiting
  const isInItsPlace = toReplace !== null && replaced.includes(toReplace.fileId)
  const position = isInItsPlace ? toReplace.position : waiting.slotPosition
  const documentId = waiting.documentId ?? newId()
  const isShowing = env().READ_DOCUMENTS === '1' && !supplementId && factsOf(slotKind).shows !== null
  const isRead = isShowing && (await isConsentedByMaker(tx, 'APPLY', accountId, waiting.consents))
  const likenesses = await likenessInsert(id, slotKind, sketches)
  const event = eventOf(waiting, 'document.ready')
  const notice = fileNotice({ accountId, qualificationId, fileId: id, state: 'READY' })
  await tx.$executeRaw`
    WITH document AS (
      INSERT INTO documents (id, submission_id, kind, sender_signature_id, supplement_id)
      VALUES (${documentId}::uuid, ${submissionId}::uuid, ${slotKind}::"DocumentKind", ${slotSignatureId}::uuid,
        ${supplementId}::uuid)
      ON CONFLICT (id) DO NOTHING RETURNING id
    ), blobs AS (
      INSERT INTO stored_blobs (id, file_id, variant, page, size)
      SELECT b.id, ${id}::uuid, b.variant, b.page, b.size
      FROM jsonb_to_recordset(${JSON.stringify(blobs)}::jsonb) AS b(id uuid, variant "BlobVariant", page smallint, size int)
    ), reading AS (
      INSERT INTO readings (file_id) SELECT ${id}::uuid WHERE ${isRead}
    ), likeness AS (${likenesses}), emptied AS (
      DELETE FROM document_pages WHERE document_id = ${documentId}::uuid AND file_id = ANY(${[...replaced]}::uuid[])
    ), ready AS (
      UPDATE stored_files SET state = 'READY', page_count = ${pageCount}::smallint, width = ${width}, height = ${height},
        submission_id = NULL, slot_kind = NULL, slot_signature_id = NULL, slot_position = NULL,
        examined_at = date_trunc('milliseconds', clock_timestamp())
      WHERE id = ${id}::uuid RETURNING id
    ), page AS (
      INSERT INTO document_pages (document_id, position, file_id)
      SELECT ${documentId}::uuid, ${position}::smallint, r.id FROM (SELECT count(*) FROM document) AS placed, ready r
      RETURNING file_id
    ), audited AS (${auditInsert(SYSTEM, event).insert} FROM page)
    SELECT ${notice} FROM page`
}

/** Erases a file that its examination refused. Its row remains, so that its slot shows why. */
export async function refuseFile(
  claimed: ClaimedFile,
  refusal: FileRefusal,
  params: Readonly<Record<string, string | number>>,
): Promise<void> {
  const blobIds = await transaction(async (tx) => {
    const waiting = await lockWaiting(tx, claimed)
    if (!waiting?.isWanted) return drop(tx, waiting)
    const blobIds = await eraseFiles(tx, [claimed.id], 'REFUSED')
    const examinedAt = await databaseTime(tx)
    await tx.storedFile.update({
      where: { id: claimed.id },
      data: { state: 'REFUSED', refusal, refusalParams: { ...params }, examinedAt },
    })
    await record(tx, waiting, 'document.refused', { code: refusal })
    const { accountId, qualificationId } = waiting
    await tx.$executeRaw`
      SELECT ${fileNotice({ accountId, qualificationId, fileId: claimed.id, state: 'REFUSED' })}`
    return blobIds
  })
  await finishErasing(blobIds)
}

type Waiting = {
  id: string
  accountId: string
  qualificationId: string
  /** Lists what the person who started it consents to; null for a system. */
  consents: LiveConsent[] | null
  submissionId: string
  revision: number
  slotKind: DocumentKind
  slotSignatureId: string | null
  slotPosition: number
  /** The document of its slot, if it has one, and the files of its pages. */
  documentId: string | null
  pages: string[]
  /** The page whose place it takes, as the applicant chose, and the position of that. */
  toReplace: { fileId: string; position: number } | null
  /** Says whether it came through the link to a letter: it replaces nothing before the applicant confirmed it. */
  isForwarded: boolean
  /** The request after the approval that it is for. */
  supplementId: string | null
  /**
   * False once its draft was submitted or closed, its signature deleted, or its request closed: then nobody waits for
   * it.
   */
  isWanted: boolean
}

type WaitingRow = Omit<Waiting, 'isWanted'> & { status: QualificationStatus; isOpen: boolean }

/**
 * Locks a claimed file, and its draft as every writer does. Returns null when it was removed, settled or claimed again
 * since.
 */
async function lockWaiting(tx: Tx, { id, submissionId, attempts }: ClaimedFile): Promise<Waiting | null> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT FROM qualifications q JOIN submissions s ON s.qualification_id = q.id JOIN stored_files f ON f.submission_id = s.id
    WHERE s.id = ${submissionId}::uuid AND f.id = ${id}::uuid AND f.state = 'RECEIVED' AND f.attempts = ${attempts}
    FOR UPDATE OF q, s, f`
  if (locked.length !== 1) return null
  const [row] = await tx.$queryRaw<WaitingRow[]>`
    SELECT f.id::text, f.account_id::text AS "accountId", q.id::text AS "qualificationId",
      ${LIVE_CONSENTS_OF_MAKER} AS consents, s.id::text AS "submissionId",
      s.revision, f.slot_kind AS "slotKind", f.slot_signature_id::text AS "slotSignatureId",
      coalesce(f.slot_position, 0) AS "slotPosition", f.is_forwarded AS "isForwarded", r.id::text AS "supplementId", d.id::text AS "documentId",
      ARRAY(SELECT p.file_id::text FROM document_pages p WHERE p.document_id = d.id) AS pages,
      (SELECT jsonb_build_object('fileId', p.file_id, 'position', p.position) FROM document_pages p
        WHERE p.document_id = d.id AND p.is_to_replace LIMIT 1) AS "toReplace", q.status,
      s.submitted_at IS NULL AND (f.slot_signature_id IS NULL OR EXISTS (
        SELECT FROM sender_signatures g WHERE g.id = f.slot_signature_id AND g.submission_id = s.id)) AS "isOpen"
    FROM stored_files f JOIN submissions s ON s.id = f.submission_id JOIN qualifications q ON q.id = s.qualification_id
    LEFT JOIN supplements r ON r.submission_id = s.id AND r.kind = f.slot_kind AND r.state = 'OPEN'
    LEFT JOIN documents d ON d.submission_id = s.id AND d.kind = f.slot_kind
      AND d.sender_signature_id IS NOT DISTINCT FROM f.slot_signature_id AND d.supplement_id IS NOT DISTINCT FROM r.id
    WHERE f.id = ${id}::uuid`
  if (!row?.slotKind) throw new Error(`${id} waits for no slot`)
  const { status, isOpen, ...waiting } = row
  return { ...waiting, isWanted: waiting.supplementId ? isFileable(status) : isOpen && isEditable(status) }
}

/** Removes a file that nobody waits for. @returns the blobs to take out of the store after the commit */
async function drop(tx: Tx, waiting: Waiting | null): Promise<string[]> {
  if (!waiting) return []
  await record(tx, waiting, 'document.removed')
  return dropUnusedFiles(tx, [waiting.id])
}

type Settled = Pick<Waiting, 'id' | 'qualificationId' | 'revision' | 'slotKind'>

type Settling = 'document.ready' | 'document.removed' | 'document.refused'

const eventOf = (
  { id: fileId, qualificationId: subjectId, revision, slotKind: kind }: Settled,
  action: Settling,
  more: { code?: string } = {},
) => {
  const by = action === 'document.removed' ? DIRECTLY : {}
  return { action, subjectId, data: { revision, kind, fileId, ...by, ...more } } as AuditEvent
}

const record = (tx: Tx, settled: Settled, action: Settling, more: { code?: string } = {}): Promise<void> =>
  recordAudit(tx, SYSTEM, eventOf(settled, action, more))
