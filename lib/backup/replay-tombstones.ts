import 'server-only'
import { possibleWrappers } from '@/lib/crypto/wrapped-keys'
import { type Tx, transaction } from '@/lib/db/client'
import type { TombstoneKind } from '@/lib/db/generated/enums'
import { dropUnusedFiles } from '@/lib/documents/drop-files'
import { eraseFiles } from '@/lib/documents/erase-files'
import { removeBlobs } from '@/lib/documents/receive-file'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import type { StoredTombstone } from '@/lib/keys/erasing/tombstone-file'
import { settleErased } from '@/lib/privacy/erasure/settle-erased'
import { removeFromCases } from '@/lib/sign-in/recovery/erase-cases'

const BATCH = 200
/** This reason is recorded nowhere: each key has its tombstone by then, with the original reason. */
const AGAIN = 'AGAIN'

/**
 * Erases again what an older copy of the database brought back.
 *
 * @returns how many keys were there again
 */
export async function replayTombstones(
  tombstones: AsyncIterable<StoredTombstone> | Iterable<StoredTombstone>,
): Promise<number> {
  let erased = 0
  let batch: StoredTombstone[] = []
  for await (const tombstone of tombstones) {
    batch.push(tombstone)
    if (batch.length < BATCH) continue
    erased += await replay(batch)
    batch = []
  }
  return erased + (await replay(batch))
}

async function replay(tombstones: readonly StoredTombstone[]): Promise<number> {
  const { erased, blobIds } = await transaction(async (tx) => {
    const dataKeyIds = tombstones.map(({ dataKeyId }) => dataKeyId)
    const alive = await tx.dataKey.findMany({
      where: { id: { in: dataKeyIds }, erasedAt: null, name: null },
      include: { files: true },
    })
    const wrappers = await possibleWrappers(tx) // of the restored copies
    // With the time and the reason of then.
    await tx.tombstone.createMany({
      data: tombstones.map(({ sha256, at, ...listed }) => {
        const hash = sha256 ? new Uint8Array(Buffer.from(sha256, 'hex')) : null
        const keyringIds = [...new Set([...listed.keyringIds, ...wrappers])]
        return { ...listed, sha256: hash, at: new Date(at), keyringIds }
      }),
      skipDuplicates: true,
    })
    const there = new Set(alive.map(({ id }) => id))
    const subjects = tombstones.filter(({ dataKeyId }) => there.has(dataKeyId))
    const fileIds = alive.flatMap(({ files }) => files.map(({ id }) => id))
    await eraseDataKeys(
      tx,
      subjects.map(({ dataKeyId, kind, subjectId }) => ({ dataKeyId, kind, subjectId })),
      AGAIN,
    )
    const blobIds = await eraseFiles(tx, fileIds, AGAIN)
    await removeFromDrafts(tx, fileIds)
    await removeFromCases(tx, fileIds)
    await dropUnusedFiles(tx, fileIds)
    const idsOf = (kind: TombstoneKind) =>
      subjects.flatMap((listed) => (listed.kind === kind ? [listed.subjectId] : []))
    await settleErased(tx, { qualificationIds: idsOf('QUALIFICATION'), userIds: idsOf('PERSON') })
    return { erased: alive.length, blobIds }
  })
  await removeBlobs(blobIds)
  return erased
}

/** Removes erased files from drafts, which require them again; a submission still says that there was one. */
async function removeFromDrafts(tx: Tx, fileIds: readonly string[]): Promise<void> {
  const open = { submission: { submittedAt: null } }
  const pages = await tx.documentPage.findMany({ where: { fileId: { in: [...fileIds] }, document: open } })
  const documentIds = pages.map(({ documentId }) => documentId)
  await tx.documentPage.deleteMany({ where: { fileId: { in: [...fileIds] }, document: open } })
  await tx.document.deleteMany({ where: { id: { in: documentIds }, pages: { none: {} } } })
}
