import 'server-only'
import { newId } from '@/lib/core/ids'
import { type FieldPlace, seal } from '@/lib/crypto/fields'
import { keyring } from '@/lib/crypto/keyring'
import type { Tx } from '@/lib/db/client'
import { displayName } from './file-name'
import type { ReceivedFile } from './receive-file'

export const namePlace = (fileId: string): FieldPlace => ({ table: 'stored_files', column: 'name_sealed', row: fileId })

/** Writes the rows of a received file: its key, wrapped; the file; its blobs. */
export async function keepFile(
  tx: Tx,
  { id, key, blobs, ...file }: ReceivedFile,
  of: { accountId: string; uploadedById: string; name: string },
): Promise<void> {
  const dataKeyId = newId()
  await tx.dataKey.create({ data: { id: dataKeyId, ...(await keyring().wrap(dataKeyId, key)) } })
  await tx.storedFile.create({
    data: {
      ...file,
      id,
      sha256: new Uint8Array(file.sha256),
      accountId: of.accountId,
      uploadedById: of.uploadedById,
      dataKeyId,
      nameSealed: seal(key, namePlace(id), displayName(of.name)),
      blobs: { createMany: { data: blobs } },
    },
  })
}
