import 'server-only'
import { existsSync } from 'node:fs'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { blobStore, blobsFolder } from '@/lib/storage/blob-store'
import { type Found, failed, ok, reasonOf, skipped } from './finding'

const PROBE = Buffer.from('Written, read and removed by npm run doctor.')

/** Writes a blob into the store, reads it and removes it. */
export async function checkStore(): Promise<Found[]> {
  const { S3_BUCKET: bucket } = env()
  const folder = blobsFolder(env())
  if (!bucket && !existsSync(folder)) return [skipped('There is no store yet: the first document makes it.')]
  const where = bucket ? `The bucket ${bucket}` : `The store in ${folder}`
  const todo = bucket
    ? 'Check S3_… and what its key may do: docs/vault.md.'
    : 'Check the disk and the rights of the folder.'
  const [store, id] = [blobStore(), newId()]
  let step = 'written to'
  try {
    await store.put(id, only(PROBE))
    step = 'read'
    const chunks: Buffer[] = []
    for await (const chunk of await store.open(id)) chunks.push(chunk as Buffer)
    if (!Buffer.concat(chunks).equals(PROBE)) return [failed(`${where} gives back other bytes than it got.`, todo)]
    step = 'removed from'
    await store.remove(id)
    return [ok(`${where} can be written to, read and removed from.`)]
  } catch (error) {
    await store.remove(id).catch(() => {})
    return [failed(`${where} can't be ${step}: ${reasonOf((error as Error).cause ?? error)}`, todo)]
  }
}

async function* only(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
  yield chunk
}
