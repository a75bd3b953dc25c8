import 'server-only'
import type { Readable } from 'node:stream'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, type Reader, type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { keepFile } from '@/lib/documents/keep-file'
import { type ReceivedFile, receiveFile, removeBlobs } from '@/lib/documents/receive-file'
import { refuseOverDay } from '@/lib/documents/upload-quota'
import { askedSlot } from '@/lib/rulebook/asked'
import type { DocumentSlot } from '@/lib/rulebook/rulebook'
import { type DocumentRow, readContent } from './content'
import { type Draft, findDraft, lockDraft, touchDraft } from './draft'
import { locksOfDraft, refuseLocked } from './draft-locks'
import { slotKey } from './locks'
import { removePages } from './remove-documents'
import type { UploadSlot } from './schemas'

type Upload = UploadSlot & { fileName: string; source: Readable }

/** What is told of a file that was taken in. */
export type TakenIn = Pick<ReceivedFile, 'mediaType' | 'size' | 'width' | 'height'> & { fileId: string }

/**
 * Takes a file into a slot of a draft. All that can be known before is refused before a byte is read; a file that is
 * acknowledged lies durably in the store, and one that is refused leaves nothing there.
 *
 * In a slot for one file it takes the place of the one before. The same bytes a second time, as after an answer that got
 * lost on the way, are the file that is there already.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT when these answers lead to no such slot,
 * LOCKED, SLOT_FULL, TOO_MUCH_A_DAY, FILE_*, UPLOAD_CUT_OFF, TRY_AGAIN, CONFLICT when the draft went on meanwhile
 */
export async function takeInDocument(actor: PersonActor, { source, ...upload }: Upload): Promise<TakenIn> {
  source.on('error', () => {}) // a sender may go before anyone reads; whoever reads then is told
  let received: ReceivedFile | undefined
  try {
    const draft = await findDraft(database(), actor, upload.qualificationId)
    const { slot } = await placeFor(database(), draft, upload)
    await refuseOverDay(database(), draft.qualification.accountId)
    received = await receiveFile(source, slot, draft.qualification.accountId)
    const { fileId, leftover } = await keepIn(actor, draft, upload, received)
    await finishErasing(leftover)
    return {
      fileId,
      mediaType: received.mediaType,
      size: received.size,
      width: received.width,
      height: received.height,
    }
  } catch (error) {
    source.destroy()
    if (received && (await isUnknown(received, upload, error))) await removeBlobs(received.blobs.map(({ id }) => id))
    throw error
  }
}

/**
 * Whether surely no row knows the file. A commit whose answer got lost, as when the database dies, may have happened, or
 * happen yet: it holds the lock of its qualification until then, so the rows are asked under that lock. While they can't
 * be, the blobs stay, to be collected later.
 */
async function isUnknown({ id }: ReceivedFile, { qualificationId }: UploadSlot, error: unknown): Promise<boolean> {
  if (error instanceof DomainError) return true
  const rows = transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${qualificationId}::uuid FOR UPDATE`
    return tx.storedFile.count({ where: { id } })
  })
  return (await rows.catch(() => 1)) === 0
}

/** The slot that was meant, and what stands in it, if a file more may come. */
export async function placeFor(
  reader: Reader,
  draft: Draft,
  { kind, senderSignatureId }: UploadSlot,
): Promise<{ slot: DocumentSlot; document: DocumentRow | undefined }> {
  const { qualification, submission, rulebook } = draft
  const key = await dataKey(reader, qualification.dataKeyId)
  const content = await readContent(reader, qualification.kind, submission.id, key)
  const slot = askedSlot(rulebook, content, kind, senderSignatureId)
  if (!slot) throw new DomainError('INVALID_INPUT', `No slot for ${kind}`, { subjectId: qualification.id })
  const { lockedSlots } = await locksOfDraft(reader, draft, key, content)
  refuseLocked(!lockedSlots.has(slotKey(kind, senderSignatureId)), draft)
  const document = content.rows.find((row) => row.kind === kind && row.senderSignatureId === senderSignatureId)
  if (slot.max > 1 && document && document.pages.length >= slot.max) {
    throw new DomainError('SLOT_FULL', `${slot.max} files at most`, {
      subjectId: qualification.id,
      params: { max: slot.max },
    })
  }
  return { slot, document }
}

async function keepIn(actor: PersonActor, draft: Draft, upload: Omit<Upload, 'source'>, received: ReceivedFile) {
  return transaction(async (tx) => {
    await lockDraft(tx, draft)
    const { slot, document } = await placeFor(tx, draft, upload)
    const twin = document?.pages.find(({ file }) => received.sha256.equals(file.sha256))
    if (twin) return { fileId: twin.fileId, leftover: received.blobs.map(({ id }) => id) }

    const { accountId } = draft.qualification
    await keepFile(tx, received, { accountId, uploadedById: actor.id, name: upload.fileName })
    const documentId = document?.id ?? (await newDocument(tx, draft, upload))
    const position = 1 + Math.max(-1, ...(document?.pages.map((page) => page.position) ?? []))
    await tx.documentPage.create({ data: { documentId, fileId: received.id, position } })
    const replaced = slot.max === 1 && document ? document.pages.map(({ fileId }) => fileId) : []
    const leftover = document ? await removePages(tx, actor, draft, document, replaced) : []

    await touchDraft(tx, draft)
    await recordTakenIn(tx, actor, draft, upload, received)
    return { fileId: received.id, leftover }
  })
}

async function newDocument(tx: Tx, { submission }: Draft, { kind, senderSignatureId }: UploadSlot): Promise<string> {
  const { id } = await tx.document.create({ data: { submissionId: submission.id, kind, senderSignatureId } })
  return id
}

async function recordTakenIn(tx: Tx, actor: PersonActor, draft: Draft, { kind }: UploadSlot, file: ReceivedFile) {
  const { id: fileId, mediaType, size } = file
  const data = {
    revision: draft.submission.revision,
    kind,
    fileId,
    sha256: file.sha256.toString('hex'),
    mediaType,
    size,
  }
  const event = { action: 'document.taken_in', subjectId: draft.qualification.id, data } as const
  await recordAudit(tx, actor, event, { using: 'qualification.own' })
}
