import 'server-only'
import { join } from 'node:path'
import { type Env, env } from '@/lib/core/env'
import { diskStore } from './disk-store'
import { s3Store } from './s3-store'
import type { BlobStore } from './store-port'

let store: BlobStore | undefined

/**
 * Returns the store of this installation: a bucket or a folder if one is configured, else a folder in the data folder.
 */
export function blobStore(): BlobStore {
  store ??= storeOf(env())
  return store
}

/** Returns the folder of documents where no bucket is configured. */
export const blobsFolder = (given: Pick<Env, 'BLOBS_FOLDER' | 'ZHUNXIN_DATA'>): string =>
  given.BLOBS_FOLDER ?? join(given.ZHUNXIN_DATA, 'blobs')

function storeOf(given: Env): BlobStore {
  if (!given.S3_BUCKET) return diskStore(blobsFolder(given))
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given
  return s3Store({
    bucket: given.S3_BUCKET,
    endpoint: given.S3_ENDPOINT,
    region: given.S3_REGION,
    isPathStyle: given.S3_PATH_STYLE === '1',
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
  })
}
