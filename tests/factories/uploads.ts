import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { ClaimedFile } from '@/lib/documents/examination/claim-file'
import { namePlace } from '@/lib/documents/store-file'
import { acceptDocument, type CompletedUpload } from '@/lib/qualifications/files/accept-document'
import { examineAll } from '@/lib/qualifications/files/examination/examine-next'
import { submissionOf } from './qualifications'

/**
 * Uploads a file and has it examined, here or by a portal on the same database.
 *
 * @throws DomainError as the upload does, or why the examination refused the file
 */
export async function uploadReady(actor: PersonActor, upload: CompletedUpload) {
  const { fileId, mediaType, size } = await acceptDocument(actor, upload)
  return { fileId, mediaType, size, ...(await examined(fileId)) }
}

/**
 * Waits until a file is examined. One that was dropped meanwhile, as when its application was withdrawn, has no
 * picture.
 *
 * @throws DomainError why it was refused
 */
export async function examined(fileId: string): Promise<{ width: number; height: number; pageCount: number }> {
  for (;;) {
    await examineAll()
    const file = await database().storedFile.findUnique({ where: { id: fileId } })
    if (!file) return { width: 0, height: 0, pageCount: 0 }
    if (file.state === 'REFUSED' && file.refusal) {
      const params = file.refusalParams as Record<string, string | number>
      throw new DomainError(file.refusal, 'Refused', { params })
    }
    const { width, height, pageCount } = file
    if (file.state === 'READY') return { width, height, pageCount }
    await sleep(20) // another process examines it
  }
}

/** Has a file examined here. */
export async function settledHere(fileId: string): Promise<'READY' | 'REFUSED'> {
  await examined(fileId).catch(() => {})
  return settled(fileId)
}

/** Waits until the portals have examined a file. */
export async function settled(fileId: string): Promise<'READY' | 'REFUSED'> {
  for (;;) {
    const { state } = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
    if (state !== 'RECEIVED') return state
    await sleep(20)
  }
}

/** Creates the row of a file that is examined for an hour, without blobs. */
export async function aWaitingFile(
  owner: { id: string; accountId: string },
  qualificationId: string,
  kind: DocumentKind,
): Promise<ClaimedFile> {
  const { id: submissionId } = await submissionOf(qualificationId)
  return transaction(async (tx) => {
    const { id: dataKeyId, key } = await createDataKey(tx)
    const id = newId()
    const { accountId } = owner
    await tx.storedFile.create({
      data: {
        ...{ id, accountId, uploadedById: owner.id, dataKeyId, submissionId },
        ...{ state: 'RECEIVED', slotKind: kind, slotPosition: 0, attempts: 1 },
        ...{ mediaType: 'image/jpeg', size: 1_000, sha256: randomBytes(32) },
        nameSealed: seal(key, namePlace(id), '照片.jpg'),
        leasedUntil: new Date(Date.now() + 3_600_000),
      },
    })
    return { id, accountId, submissionId, attempts: 1 }
  })
}
