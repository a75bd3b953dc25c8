import 'server-only'
import type { Readable } from 'node:stream'
import { OperatorError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'

/** Describes a range of bytes, from 0, both ends included. */
export type ByteRange = { readonly start: number; readonly end: number }

type Pieces = AsyncIterable<Uint8Array>

export type NewBlob = { readonly id: string; readonly ciphertext: Pieces }

/**
 * Stores ciphertexts, each under a UUID, written once and whole. It never sees a key or a plaintext. It is a port with
 * two adapters: a disk and an object store.
 */
export type BlobStore = {
  /** Stores one blob, as `putTogether` does. */
  put(id: string, ciphertext: Pieces): Promise<void>
  /**
   * Stores blobs that are of no use without each other.
   * It is durable when it returns; when it throws, nothing is left of them, or ciphertexts without a row if the store
   * is out of reach. It may end before it has read any of a ciphertext.
   *
   * On a disk, those of one place cost a flush less each: `besideBlob`.
   *
   * @throws BlobExistsError, StoreUnavailableError, or what a ciphertext failed with
   */
  putTogether(blobs: readonly NewBlob[]): Promise<void>
  /**
   * @param range both ends included; what lies beyond the blob's end is left out
   * @throws BlobMissingError
   */
  open(id: string, range?: ByteRange): Promise<Readable>
  has(id: string): Promise<boolean>
  /** Durable when it returns; nothing happens when there is no such blob. */
  remove(id: string): Promise<void>
  /** Lists blobs in no order; those that are added or removed meanwhile may be among them or not. */
  list(): AsyncIterable<{ id: string; storedAt: Date }>
  /** Tries it. Throws what hinders it. */
  isWritable(): Promise<boolean>
  /** Takes away what a killed process left of blobs that were not whole by then. */
  removeUnfinished(before: Date): Promise<void>
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export const isBlobId = (name: string): boolean => UUID.test(name)

/** Returns `<last two characters of the id>/<id>`: those are random; the first of a UUID version 7 are its time. */
export function blobPlace(id: string): string {
  if (!isBlobId(id)) throw new TypeError('A blob is named by a UUID in lower case')
  return `${id.slice(-2)}/${id}`
}

/** Returns the id of a new blob in the same place as another one. */
export const besideBlob = (id: string): string => newId().slice(0, -2) + id.slice(-2)

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

/** Nothing is wrong with the blob: the same may work later, or once the operator has fixed the store. */
export class StoreUnavailableError extends OperatorError {
  override readonly name: string = 'StoreUnavailableError'
  /** Names the cause, for the log. */
  readonly code: string
  constructor(cause: unknown, message = "The blob store can't be used") {
    super(message, { cause })
    const { name, code } = cause as { name?: string; code?: string }
    this.code = code ?? name ?? ''
  }
}

export class StoreFullError extends StoreUnavailableError {
  override readonly name = 'StoreFullError'
  constructor(cause: unknown) {
    super(cause, 'The blob store has no room left')
  }
}

/** The store did not answer in time. It may only be slow. */
export class StoreSilentError extends StoreUnavailableError {
  override readonly name = 'StoreSilentError'
}
