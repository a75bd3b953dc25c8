import 'server-only'
import type { Actor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { Document, StoredFile } from '@/lib/db/generated/client'
import type { ErasureCause } from '@/lib/db/generated/enums'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import { eraseFiles } from '@/lib/documents/erase-files'
import { deletePartialFiles } from '@/lib/documents/partial-file'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import { heldAmong } from '../holds/holds'
import { retainedUntil } from '../retention/retained-until'
import { lockErasing } from './erasing-lock'
import type { ErasureRecord } from './erasure-record'

/** Lists what of a qualification is erased: its details never without its documents. */
export type QualificationScope = readonly ['DOCUMENTS'] | readonly ['DOCUMENTS', 'DETAILS']

type Order = {
  id: string
  scopes: QualificationScope
  cause: ErasureCause
  /** The erasure request, where there was one. */
  requestId: string | null
}

/**
 * Erases the documents of a closed qualification, and with its details everything that was declared or written about
 * it: keys are deleted, sealed columns and blind indexes cleared, a record and an event written. What was erased before
 * stays as it was. The caller has checked that it may be erased; that it is closed and not held is checked here again.
 *
 * @returns the blobs that `finishErasing` deletes from the store after the commit
 * @throws DomainError INVALID_STATE while it is in progress, ON_HOLD, CONFLICT when there is nothing left to erase
 */
export async function eraseQualification(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'id'>,
  { id, scopes, cause, requestId }: Order,
): Promise<string[]> {
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${id}::uuid FOR UPDATE`
  const found = await tx.qualification.findUniqueOrThrow({ where: { id } })
  await lockErasing(tx, found.accountId)
  if ((await heldAmong(tx, [id])).size > 0) throw new DomainError('ON_HOLD', 'Held', { subjectId: id })
  const at = await databaseTime(tx)
  const erasesDetails = scopes.length === 2
  const count = await tx.$executeRaw`
    UPDATE qualifications
    SET documents_erased_at = COALESCE(documents_erased_at, ${at}),
      details_erased_at = CASE WHEN ${erasesDetails} THEN ${at} ELSE details_erased_at END
    WHERE id = ${id}::uuid AND status IN ('REJECTED', 'WITHDRAWN', 'REVOKED', 'EXPIRED') AND details_erased_at IS NULL
      AND (${erasesDetails} OR documents_erased_at IS NULL)`
  if (count !== 1) {
    const isGone = found.detailsErasedAt ?? (erasesDetails ? null : found.documentsErasedAt)
    throw new DomainError(isGone ? 'CONFLICT' : 'INVALID_STATE', 'Goes on, or is gone', { subjectId: id })
  }

  const { files, shared, blobIds } = found.documentsErasedAt
    ? { files: [], shared: [], blobIds: [] }
    : await eraseFileRows(tx, id, cause)
  const details = erasesDetails ? await eraseDetails(tx, found, cause) : null
  if (erasesDetails) await closeRequests(tx, id)
  const record: ErasureRecord = {
    version: 1,
    files,
    details,
    person: false,
    remains: [
      { what: 'DECISIONS_AND_EVENTS', until: null },
      ...(erasesDetails ? [] : [{ what: 'DETAILS' as const, until: await detailsEnd(tx, id) }]),
      ...(shared.length > 0 ? [{ what: 'SHARED_FILES' as const, until: null, fileIds: shared }] : []),
    ],
  }
  const { accountId } = found
  const erasure = { id: newId(), accountId, qualificationId: id, scopes: [...scopes], cause, requestId, at, record }
  await tx.erasure.create({ data: erasure })
  const data = { erasureId: erasure.id, scopes: [...scopes], cause, requestId, files: files.length }
  await recordAudit(tx, actor, { action: 'qualification.erased', subjectId: id, data })
  return blobIds
}

/** Closes requests about the qualification: their answer is that it is erased. */
async function closeRequests(tx: Tx, qualificationId: string): Promise<void> {
  await tx.erasureRequest.updateMany({ where: { qualificationId, state: 'WAITING' }, data: { state: 'DONE' } })
}

async function detailsEnd(tx: Tx, id: string): Promise<string | null> {
  return (await retainedUntil(tx, [id])).get(id)?.details.toISOString() ?? null
}

/**
 * Erases its files, except those that another qualification with stored documents uses too: they are erased with the
 * last one, or by `eraseLeftFiles`.
 */
async function eraseFileRows(tx: Tx, qualificationId: string, reason: string) {
  const pages = await tx.documentPage.findMany({
    where: { document: { submission: { qualificationId } }, file: { dataKey: { erasedAt: null } } },
    orderBy: { file: { createdAt: 'asc' } },
    distinct: ['fileId'],
    include: { file: true, document: true },
  })
  const others = await tx.documentPage.findMany({
    where: {
      fileId: { in: pages.map(({ fileId }) => fileId) },
      document: { submission: { qualification: { id: { not: qualificationId }, documentsErasedAt: null } } },
    },
    select: { fileId: true },
  })
  const shared = new Set(others.map(({ fileId }) => fileId))
  const taken = pages.filter(({ fileId }) => !shared.has(fileId))
  const unready = await tx.storedFile.findMany({ where: { submission: { qualificationId } }, select: { id: true } })
  const uploads = await tx.upload.findMany({ where: { qualificationId }, select: { id: true } })
  const blobIds = [
    ...(await eraseFiles(
      tx,
      taken.map(({ fileId }) => fileId),
      reason,
    )),
    ...(await dropUnusedFiles(
      tx,
      unready.map(({ id }) => id),
    )),
    ...(await deletePartialFiles(
      tx,
      uploads.map(({ id }) => id),
    )),
  ]
  return { files: taken.map(describeFile), shared: [...shared], blobIds }
}

type Described = {
  file: Pick<StoredFile, 'id' | 'sha256' | 'size' | 'pageCount' | 'createdAt'>
  document: Pick<Document, 'kind'>
}

/** Returns what the record says of an erased file. */
export const describeFile = ({ file, document }: Described): ErasureRecord['files'][number] => ({
  id: file.id,
  kind: document.kind,
  sha256: Buffer.from(file.sha256).toString('hex'),
  bytes: file.size,
  pages: file.pageCount,
  takenInAt: file.createdAt.toISOString(),
})

async function eraseDetails(
  tx: Tx,
  { id, dataKeyId }: { id: string; dataKeyId: string },
  reason: string,
): Promise<ErasureRecord['details']> {
  const submission = { qualificationId: id }
  const details = {
    answers: await tx.declaredField.count({ where: { submission } }),
    senderSignatures: await tx.senderSignature.count({ where: { submission } }),
    sampleMessages: await tx.sampleMessage.count({ where: { submission } }),
    notes:
      (await tx.statusChange.count({ where: { qualificationId: id, noteSealed: { not: null } } })) +
      (await tx.partJudgement.count({ where: { part: { submission }, noteSealed: { not: null } } })),
  }
  await eraseDataKeys(tx, [{ dataKeyId, kind: 'QUALIFICATION', subjectId: id }], reason)
  await removeTraces(tx, [id])
  // Messages that wait are still sent; the others would show who was written to.
  await tx.outboxMessage.deleteMany({
    where: { qualificationId: id, state: { notIn: ['PENDING', 'SENDING'] } },
  })
  return details
}

/**
 * Removes what would still say something of erased details: blind indexes, which show whether a value was a person's,
 * what the check page found or was read later, and which pages were looked at. The caller knows that the
 * qualifications' details are erased.
 */
export async function removeTraces(tx: Tx, qualificationIds: readonly string[]): Promise<void> {
  const ids = [...qualificationIds]
  await tx.$executeRaw`
    UPDATE declared_fields f SET value_index = NULL FROM submissions s
    WHERE s.id = f.submission_id AND s.qualification_id = ANY(${ids}::uuid[]) AND f.value_index IS NOT NULL`
  await tx.$executeRaw`
    UPDATE sender_signatures f SET text_index = NULL FROM submissions s
    WHERE s.id = f.submission_id AND s.qualification_id = ANY(${ids}::uuid[]) AND f.text_index IS NOT NULL`
  const submission = { qualificationId: { in: ids } }
  await tx.shownFinding.deleteMany({ where: { part: { submission } } })
  await tx.lateFinding.deleteMany({ where: { part: { submission } } })
  await tx.lateReading.deleteMany({ where: { submission } })
  await tx.seenPage.deleteMany({ where: { submission } })
}
