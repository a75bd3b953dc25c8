import { buffer } from 'node:stream/consumers'
import { dataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { storeTombstones } from '@/lib/keys/erasing/store-tombstones'
import { readTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { blobStore } from '@/lib/storage/blob-store'
import { readBlob } from '@/lib/storage/vault'
import { callAction } from '@/tests/setup/http'
import { type Portal, pause } from '@/tests/setup/portal'
import type { Acknowledged, Load } from './load'

/** A file that was accepted, and its rows and blobs. */
type Target = { fileId: string; qualificationId: string; cookie: string; dataKeyId: string; blobIds: string[] }

/** Returns the files of a load, once they were all accepted. */
export async function targetsOf(load: Load, { uploads }: Acknowledged): Promise<Target[]> {
  return Promise.all(
    uploads.map(async ({ fileId, qualificationId }) => {
      const { dataKeyId, blobs } = await database().storedFile.findUniqueOrThrow({
        where: { id: fileId },
        include: { blobs: true },
      })
      const cookie = load.uploads.find((upload) => upload.qualificationId === qualificationId)?.owner.cookie ?? ''
      return { fileId, qualificationId, cookie, dataKeyId, blobIds: blobs.map(({ id }) => id) }
    }),
  )
}

/** Removes them all from their slots, several at a time; `erased` lists those that the portal confirmed. */
export function eraseAll({ url }: Portal, targets: readonly Target[], random: () => number) {
  const erased: string[] = []
  const waiting = [...targets]
  const eraser = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await pause(random() * 50)
      const { fileId, qualificationId, cookie } = next
      const entries = Object.entries({ qualificationId, fileId })
      const action = 'app/(applicant)/qualifications/[qualificationId]/documents/actions.ts#removePage'
      const answer = await callAction(url, action, entries, { cookie }).catch(() => null)
      if (answer?.ok) erased.push(fileId)
    }
  }
  return { erased, ended: Promise.all([eraser(), eraser(), eraser()]).then(() => {}) }
}

/** Returns what is half erased, or was confirmed as erased and is not; nothing, when all is well. */
export async function halfErased(targets: readonly Target[], erased: readonly string[]): Promise<string[]> {
  await storeTombstones() // as the schedule does
  const kept = new Set<string>()
  for await (const { dataKeyId } of readTombstones(tombstonePath(process.env.ZHUNXIN_DATA ?? ''))) kept.add(dataKeyId)
  const problems: string[] = []
  for (const { fileId, dataKeyId, blobIds } of targets) {
    const file = await database().storedFile.findUnique({ where: { id: fileId }, include: { blobs: true } })
    const key = await dataKey(database(), dataKeyId).catch(() => null)
    const hasTombstone = (await database().tombstone.count({ where: { dataKeyId } })) === 1
    const facts = [file === null, key === null, hasTombstone, kept.has(dataKeyId)]
    if (facts.some(Boolean) && !facts.every(Boolean))
      problems.push(`${fileId}: row, key, tombstone, stored are ${facts.join()}`)
    if (!facts.every(Boolean) && erased.includes(fileId)) problems.push(`${fileId} was said to be erased`)
    if (file && key) problems.push(...(await unreadable(blobIds, key)))
    const known = await database().storedBlob.count({ where: { id: { in: blobIds } } })
    if (known !== (file ? blobIds.length : 0)) problems.push(`${fileId} has ${known} of ${blobIds.length} blobs`)
  }
  return problems
}

export async function unreadable(blobIds: readonly string[], key: Buffer): Promise<string[]> {
  const problems: string[] = []
  for (const id of blobIds) {
    if (!(await blobStore().has(id))) problems.push(`${id} is missing`)
    else await buffer(await readBlob({ id, key })).catch((error: Error) => problems.push(`${id}: ${error.message}`))
  }
  return problems
}
