import 'server-only'
import { join } from 'node:path'
import { env } from '@/lib/core/env'
import { diskStore } from './disk-store'
import type { BlobStore } from './store-port'

let store: BlobStore | undefined

/** The store of this installation: the disk, in the data folder. */
export function blobStore(): BlobStore {
  store ??= diskStore(join(env().ZHUNXIN_DATA, 'blobs'))
  return store
}
