import 'server-only'
import { Readable } from 'node:stream'
import { personOf, phoneOf, type Sender, throughOf } from '@/lib/actor/actor'
import { auditInsert } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, transaction } from '@/lib/db/client'
import type { PictureDoubt } from '@/lib/db/generated/enums'
import { eraseLater } from '@/lib/documents/erase-later'
import { fileNotice } from '@/lib/documents/examination/file-events'
import { closePartialFile, discardReceived } from '@/lib/documents/partial-file'
import { readAgain } from '@/lib/documents/readings/read-again'
import { type FileSource, type ReceivedFile, receiveFile } from '@/lib/documents/receive-file'
import { inTurn } from '@/lib/documents/reception-turns'
import { receivedFileInsert } from '@/lib/documents/store-file'
import { type Draft, draftTouch, lockDraft } from '../draft/draft'
import { lockPhone } from '../phone/lock-phone'
import type { UploadSlot } from '../schemas'
import { findPlace } from './find-place'
import { openPlaceFor, placeAgain } from './place-for'
import { dropUnready } from './remove-documents'

/** A file with the slot that it is for, as both ways to upload hand it down. */
export type CompletedUpload = UploadSlot & {
  fileName: string
  source: FileSource
  /** Lists what the sender's browser doubted in the picture, which the sender used anyway. */
  doubts?: readonly PictureDoubt[] | undefined
  /** The draft, where it was read when the upload was found. */
  draft?: Draft
}

/** The applicant's page knows this of a file that was accepted. `state` says whether it is examined still. */
export type AcceptedFile = Pick<ReceivedFile, 'mediaType' | 'size'> & { fileId: string; state: 'RECEIVED' | 'READY' }

/**
 * Accepts a file for a slot of a draft. All that can be known before is refused before a byte is read; a file that is
 * acknowledged is durable in the store, and one that is refused leaves nothing there. It is RECEIVED: its examination
 * puts it into the slot, or refuses it (decision 50).
 *
 * Of a slot for one file, the file that is there stays until this one is READY; one that is still examined makes room
 * at once. The same bytes a second time, as after an answer that got lost on the way, are the file that is known
 * already, and are read again.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, INVALID_INPUT when these answers lead to no such slot,
 * LOCKED, SLOT_FULL, SLOT_TAKEN, PHONE_ENDED, PHONE_FULL, TOO_MUCH_A_DAY, EXAMINATION_BEHIND, FILE_*, UPLOAD_CUT_OFF,
 * TRY_AGAIN, CONFLICT when the draft changed meanwhile
 */
export async function acceptDocument(actor: Sender, { source, ...upload }: CompletedUpload): Promise<AcceptedFile> {
  if (source instanceof Readable) source.on('error', () => {}) // a sender may go before anyone reads; the reader notices
  let received: ReceivedFile | undefined
  try {
    const draft = upload.draft ?? (await findPlace(database(), actor, upload.qualificationId, upload.kind))
    const { accountId } = draft.qualification
    const { slot } = await inTurn(accountId, () => openPlaceFor(actor, draft, upload))
    const file = await receiveFile(source, slot, accountId)
    received = file
    const { leftover, ...stored } = await inTurn(accountId, () =>
      storeDocument(actor, draft, { ...upload, source }, file),
    )
    await eraseLater(leftover)
    return { ...stored, mediaType: file.mediaType, size: file.size }
  } catch (error) {
    if (source instanceof Readable) source.destroy()
    if (received && (await isUnknown(received, upload, error))) await discardReceived(received)
    throw error
  }
}

/**
 * Returns whether certainly no row knows the file. A commit whose answer got lost, as when the database dies, may have
 * happened, or may still happen: it holds the lock of its qualification until then, so the rows are read under that
 * lock. While they can't be read, the blobs stay, to be collected later.
 */
async function isUnknown({ id }: ReceivedFile, { qualificationId }: UploadSlot, error: unknown): Promise<boolean> {
  if (error instanceof DomainError) return true
  const rows = transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM qualifications WHERE id = ${qualificationId}::uuid FOR UPDATE`
    return tx.storedFile.count({ where: { id } })
  })
  return (await rows.catch(() => 1)) === 0
}

async function storeDocument(
  actor: Sender,
  draft: Draft,
  { source, ...upload }: CompletedUpload,
  received: ReceivedFile,
) {
  return transaction(async (tx) => {
    await lockDraft(tx, draft)
    if (actor.kind === 'PHONE') await lockPhone(tx, actor, 1)
    const { slot, pages, waiting, refused } = await placeAgain(tx, actor, draft, upload)
    const own = received.blobs.map(({ id }) => id)
    const parts = source instanceof Readable ? [] : await closePartialFile(tx, source.uploadId, own)
    const unneeded = [...own, ...parts]
    const page = pages.find(({ file }) => received.sha256.equals(file.sha256))
    if (page && (slot.max > 1 || waiting.length === 0)) {
      await readAgain(tx, page.fileId)
      return { fileId: page.fileId, state: 'READY' as const, leftover: unneeded }
    }
    const twin = waiting.find(({ sha256 }) => received.sha256.equals(sha256))
    if (twin) return { fileId: twin.id, state: 'RECEIVED' as const, leftover: unneeded }

    const { accountId, id: qualificationId } = draft.qualification
    const replaced = slot.max === 1 ? waiting : []
    const leftover = await dropUnready(tx, actor, draft, [...replaced, ...refused])
    const positions = [
      ...pages.map(({ position }) => position),
      ...waiting.map(({ slotPosition }) => slotPosition ?? -1),
    ]
    const inserts = await receivedFileInsert(
      received,
      {
        accountId,
        uploadedBy: personOf(actor),
        name: upload.fileName,
        doubts: upload.doubts ?? [],
        phoneSessionId: phoneOf(actor),
        isForwarded: actor.kind === 'PHONE' && actor.letter !== null,
      },
      {
        submissionId: draft.submission.id,
        slotKind: upload.kind,
        slotSignatureId: upload.senderSignatureId,
        slotPosition: 1 + Math.max(-1, ...positions),
      },
    )
    const event = acceptedEvent(actor, draft, upload, received)
    const notice = fileNotice({ accountId, qualificationId, fileId: received.id, state: 'RECEIVED' })
    await tx.$executeRaw`
      WITH ${inserts}, ${draftTouch(draft)}, audited AS (${event.insert} FROM touched) SELECT ${notice} FROM touched`
    return { fileId: received.id, state: 'RECEIVED' as const, leftover: [...leftover, ...parts] }
  })
}

function acceptedEvent(actor: Sender, draft: Draft, { kind }: UploadSlot, file: ReceivedFile) {
  const { id: fileId, mediaType, size } = file
  const data = {
    revision: draft.submission.revision,
    kind,
    fileId,
    sha256: file.sha256.toString('hex'),
    mediaType,
    size,
    ...throughOf(actor),
  }
  const event = { action: 'document.taken_in', subjectId: draft.qualification.id, data } as const
  return auditInsert(personOf(actor), event, 'qualification.own')
}
