import 'server-only'
import type { Readable } from 'node:stream'

/** Of bytes, from 0, both ends included. */
export type ByteRange = { readonly start: number; readonly end: number }

/**
 * Where ciphertexts lie, each under a UUID, written once and whole. It never sees a key or a plaintext. A port: a disk
 * now, an object store as well.
 */
export type BlobStore = {
  /**
   * Durable when it returns; when it throws, nothing is left of it. Ends or destroys the stream in either case.
   *
   * @throws BlobExistsError, StoreFullError, or what the stream failed with
   */
  put(id: string, ciphertext: Readable): Promise<void>
  /**
   * @param range both ends included; what lies beyond the blob's end is left out
   * @throws BlobMissingError
   */
  open(id: string, range?: ByteRange): Promise<Readable>
  has(id: string): Promise<boolean>
  /** Durable when it returns; nothing happens when there is no such blob. */
  remove(id: string): Promise<void>
  /** In no order; what comes or goes meanwhile may be among them or not. */
  list(): AsyncIterable<{ id: string; storedAt: Date }>
  /** Tries it. Throws what hinders it. */
  isWritable(): Promise<boolean>
}

export class BlobMissingError extends Error {
  override readonly name = 'BlobMissingError'
  constructor(readonly blobId: string) {
    super(`No blob ${blobId}`)
  }
}

/** Blobs are never overwritten: the key in the row fits the first. */
export class BlobExistsError extends Error {
  override readonly name = 'BlobExistsError'
  constructor(readonly blobId: string) {
    super(`There is a blob ${blobId} already`)
  }
}

export class StoreFullError extends Error {
  override readonly name = 'StoreFullError'
  constructor(cause: unknown) {
    super('The blob store has no room left', { cause })
  }
}
