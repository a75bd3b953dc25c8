import 'server-only'
import { newId } from '@/lib/core/ids'
import { type FieldPlace, seal } from '@/lib/crypto/fields'
import { keyring } from '@/lib/crypto/keyring'
import type { Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, PictureDoubt } from '@/lib/db/generated/enums'
import type { ExaminedFile } from './examine-now'
import { displayName } from './file-name'
import type { ReceivedFile } from './receive-file'

export const namePlace = (fileId: string): FieldPlace => ({ table: 'stored_files', column: 'name_sealed', row: fileId })

/** The slot that a received file is for, and the position that its page will have there. */
export type WaitsFor = {
  submissionId: string
  slotKind: DocumentKind
  slotSignatureId: string | null
  slotPosition: number
}

type Owner = { accountId: string; name: string }

/** `doubts` are what its sender was shown, and passed by. */
type Sent = Owner & {
  uploadedBy: { kind: 'PERSON' | 'CLIENT'; id: string }
  phoneSessionId?: string | null
  isForwarded?: boolean
  doubts: readonly PictureDoubt[]
}

/** Stores the rows of a file that was examined: its key, wrapped; the file; its blobs. */
export async function storeExaminedFile(
  tx: Tx,
  { id, key, blobs, ...file }: ExaminedFile,
  of: Owner & { uploadedById: string },
): Promise<void> {
  const dataKeyId = newId()
  await tx.dataKey.create({ data: { id: dataKeyId, ...(await keyring().wrap(dataKeyId, key)) } })
  const { accountId, uploadedById, name } = of
  await tx.storedFile.create({
    data: {
      ...file,
      id,
      state: 'READY',
      sha256: new Uint8Array(file.sha256),
      accountId,
      uploadedById,
      dataKeyId,
      nameSealed: seal(key, namePlace(id), displayName(name)),
      blobs: { createMany: { data: blobs } },
    },
  })
}

/**
 * Returns what stores the rows of a file that is still to be examined, for a statement that writes something else too:
 * its key, wrapped; the file; its blobs.
 */
export async function receivedFileInsert(
  { id, key, mediaType, size, sha256, blobs }: ReceivedFile,
  { accountId, uploadedBy, name, doubts, phoneSessionId, isForwarded }: Sent,
  { submissionId, slotKind, slotSignatureId, slotPosition }: WaitsFor,
): Promise<Prisma.Sql> {
  const dataKeyId = newId()
  const [person, client] = uploadedBy.kind === 'PERSON' ? [uploadedBy.id, null] : [null, uploadedBy.id]
  const { wrapped, keyringId } = await keyring().wrap(dataKeyId, key)
  return Prisma.sql`
    stored_key AS (
      INSERT INTO data_keys (id, wrapped, keyring_id) VALUES (${dataKeyId}::uuid, ${wrapped}, ${keyringId})
    ), stored_file AS (
      INSERT INTO stored_files (id, account_id, uploaded_by_id, uploaded_by_key_id, data_key_id, name_sealed, media_type, size, sha256, state,
        doubts, submission_id, slot_kind, slot_signature_id, slot_position, phone_session_id,
        is_forwarded)
      VALUES (${id}::uuid, ${accountId}::uuid, ${person}::uuid, ${client}::uuid, ${dataKeyId}::uuid,
        ${seal(key, namePlace(id), displayName(name))}, ${mediaType}, ${size}, ${new Uint8Array(sha256)}, 'RECEIVED',
        ${[...doubts]}::"PictureDoubt"[], ${submissionId}::uuid, ${slotKind}::"DocumentKind", ${slotSignatureId}::uuid, ${slotPosition}::smallint,
        ${phoneSessionId ?? null}::uuid, ${isForwarded ?? false})
    ), stored_blob AS (
      INSERT INTO stored_blobs (id, file_id, variant, page, size)
      SELECT b.id, ${id}::uuid, b.variant, b.page, b.size
      FROM jsonb_to_recordset(${JSON.stringify(blobs)}::jsonb) AS b(id uuid, variant "BlobVariant", page smallint, size int)
    )`
}
