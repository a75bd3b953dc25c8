import { createHash, randomBytes } from 'node:crypto'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { keepFile } from '@/lib/documents/keep-file'
import { writeBlob } from '@/lib/storage/vault'
import { aRegisteredApplicant } from './qualifications'

/** Kept as an upload leaves it: rows, and blobs in the store. */
export async function aKeptFile() {
  const applicant = await aRegisteredApplicant()
  const [id, original, rendition] = [newId(), newId(), newId()]
  const key = randomBytes(32)
  const plaintext = randomBytes(20_000)
  for (const blob of [original, rendition]) await writeBlob({ id: blob, key, plaintext })
  const sha256 = createHash('sha256').update(plaintext).digest()
  const blobs = [
    { id: original, variant: 'ORIGINAL' as const, page: 0, size: plaintext.length },
    { id: rendition, variant: 'RENDITION' as const, page: 0, size: plaintext.length },
  ]
  const file = {
    id,
    key,
    mediaType: 'image/jpeg',
    size: plaintext.length,
    sha256,
    pageCount: 1,
    width: 800,
    height: 600,
    blobs,
  }
  const of = { accountId: applicant.accountId, uploadedById: applicant.id, name: '正面.jpg' }
  await transaction((tx) => keepFile(tx, file, of))
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id } })
  return { id, dataKeyId, key, original, rendition, sha256: sha256.toString('hex') }
}
