import 'server-only'
import { randomBytes } from 'node:crypto'
import { logBug } from '@/lib/core/log'
import { ObjectMissingError, ObjectTakenError } from './s3-answers'
import type { S3Calls, S3Place } from './s3-calls'
import {
  BlobExistsError,
  BlobMissingError,
  type BlobStore,
  blobPlace,
  isBlobId,
  type NewBlob,
  StoreUnavailableError,
} from './store-port'

/** The least that S3 takes for a part, and the most of one blob that is held in memory. */
export const PART_LENGTH = 5 * 1024 * 1024
const FOLDER = 'blobs/'
const PROBES = 'probes/'

/**
 * Blobs as objects, laid out as on the disk, so that the one can be copied to the other: `blobs/<last two characters of
 * the id>/<id>`.
 *
 * @param connect loads the SDK, which takes a while and 24 MB: only where there is an S3
 */
export function s3Store(place: S3Place, connect = connectS3): BlobStore {
  let connected: Promise<S3Calls> | undefined
  const s3 = () => (connected ??= connect(place))
  const keyOf = (id: string) => FOLDER + blobPlace(id)
  let isWriteOnce = false

  async function put(id: string, ciphertext: NewBlob['ciphertext']) {
    try {
      const key = keyOf(id)
      await putOnce(await s3(), key, partsOf(ciphertext), randomBytes(16).toString('hex'))
    } catch (error) {
      throw error instanceof ObjectTakenError ? new BlobExistsError(id) : error
    }
  }

  async function remove(id: string) {
    const key = keyOf(id)
    await (await s3()).remove(key)
  }

  return {
    put,

    /** All settle before a failure is thrown: nobody would remove what is stored later. */
    async putTogether(blobs) {
      const stored = await Promise.allSettled(blobs.map(({ id, ciphertext }) => put(id, ciphertext)))
      const failed = stored.find((one) => one.status === 'rejected')
      if (!failed) return
      await Promise.allSettled(blobs.filter((_, at) => stored[at]?.status === 'fulfilled').map(({ id }) => remove(id)))
      throw failed.reason
    },

    async open(id, range) {
      const key = keyOf(id)
      try {
        return await (await s3()).get(key, range)
      } catch (error) {
        throw error instanceof ObjectMissingError ? new BlobMissingError(id) : error
      }
    },

    async has(id) {
      const key = keyOf(id)
      return isThere(await s3(), key)
    },

    remove,

    async *list() {
      for await (const { key, storedAt } of (await s3()).list(FOLDER)) {
        const id = key.slice(key.lastIndexOf('/') + 1)
        if (isBlobId(id) && key === keyOf(id)) yield { id, storedAt }
      }
    },

    /** Checks, once a process, that the store knows If-None-Match: one that doesn't would let a blob be overwritten. */
    async isWritable() {
      const [calls, key] = [await s3(), PROBES + randomBytes(16).toString('hex')]
      await findsProbe(calls, key) // it is there when an attempt before stored it and its answer was late
      try {
        isWriteOnce ||= await findsProbe(calls, key)
      } finally {
        await calls.remove(key)
      }
      if (!isWriteOnce) throw new StoreUnavailableError({ code: 'OVERWRITES' }, 'The object store overwrites')
      return true
    },

    async removeUnfinished(before) {
      const calls = await s3()
      for await (const { key, uploadId, begunAt } of calls.unfinished(FOLDER)) {
        if (begunAt < before) await calls.abortParts(key, uploadId)
      }
    },
  }
}

const connectS3 = async (place: S3Place) => (await import('./s3-calls')).s3Calls(place)

async function putOnce(calls: S3Calls, key: string, parts: AsyncGenerator<Buffer, undefined>, mark: string) {
  const first = (await parts.next()).value ?? Buffer.alloc(0)
  const second = await parts.next()
  if (second.done) return publish(calls, key, mark, () => calls.putNew(key, first, mark))

  const uploadId = await calls.startParts(key, mark)
  try {
    const done = [await calls.putPart(key, uploadId, 1, first), await calls.putPart(key, uploadId, 2, second.value)]
    for await (const part of parts) done.push(await calls.putPart(key, uploadId, done.length + 1, part))
    // Some stores know If-None-Match for whole objects only.
    if (await isThere(calls, key)) throw new ObjectTakenError()
    await publish(calls, key, mark, () => calls.completeNew(key, uploadId, done))
  } catch (error) {
    await calls.abortParts(key, uploadId).catch((later) => logBug(later, { act: 'blob.abort' })) // collected later
    throw error
  }
}

/** An answer may be lost though the object is there, and the next attempt then finds it taken: by ourselves. */
async function publish(calls: S3Calls, key: string, mark: string, put: () => Promise<void>): Promise<void> {
  try {
    await put()
  } catch (error) {
    const found = await calls.markOf(key).catch(() => undefined)
    if (found !== mark) throw error
  }
}

async function isThere(calls: S3Calls, key: string): Promise<boolean> {
  try {
    await calls.markOf(key)
    return true
  } catch (error) {
    if (error instanceof ObjectMissingError) return false
    throw error
  }
}

/** Stores a probe; returns whether it was there already, and was not replaced. */
async function findsProbe(calls: S3Calls, key: string): Promise<boolean> {
  try {
    await calls.putNew(key, Buffer.from('?'), '')
    return false
  } catch (error) {
    if (error instanceof ObjectTakenError) return true
    throw error
  }
}

/** Pieces of any length as parts of one length; the last may be shorter. */
async function* partsOf(ciphertext: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, undefined> {
  let pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of ciphertext) {
    pieces.push(piece)
    length += piece.length
    while (length >= PART_LENGTH) {
      const held = Buffer.concat(pieces, length)
      yield held.subarray(0, PART_LENGTH)
      pieces = [held.subarray(PART_LENGTH)]
      length -= PART_LENGTH
    }
  }
  if (length > 0) yield Buffer.concat(pieces, length)
}
