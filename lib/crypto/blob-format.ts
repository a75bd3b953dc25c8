import 'server-only'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { decrypt, encryptApart, KEY_LENGTH, NONCE_LENGTH, SealBrokenError, TAG_LENGTH } from './aead'
import { hkdfExpand } from './hkdf'

/*
 * C2SP chunked-encryption, Cobblestone-256: salt (24) ‖ commitment (32) ‖ chunks, each of 16 KiB and its tag, the last
 * always shorter and possibly empty. Chunk k starts at HEADER_LENGTH + k · SEALED_CHUNK_LENGTH.
 * https://c2sp.org/chunked-encryption
 */
export const CHUNK_LENGTH = 16 * 1024
export const SEALED_CHUNK_LENGTH = CHUNK_LENGTH + TAG_LENGTH
const SALT_LENGTH = 24
const COMMITMENT_LENGTH = 32
export const HEADER_LENGTH = SALT_LENGTH + COMMITMENT_LENGTH

/** Pieces may have any length. */
type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

const LABEL = Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0', 'ascii')
const NOTHING = new Uint8Array(0)

/**
 * Says why a blob can't be decrypted.
 *
 * - `WRONG_KEY`: another key or context than it was encrypted for, or an altered header
 * - `ALTERED`: a chunk does not authenticate
 * - `TRUNCATED`: its end is missing
 */
export type BlobFault = 'WRONG_KEY' | 'ALTERED' | 'TRUNCATED'

export class BlobBrokenError extends Error {
  override readonly name = 'BlobBrokenError'
  constructor(readonly fault: BlobFault) {
    super(`The blob can't be decrypted: ${fault}`)
  }
}

/** Encrypts a stream. `context` names what it is encrypted for, so that blobs can't be swapped. */
export async function* encrypted(dataKey: Uint8Array, context: string, plaintext: Pieces): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_LENGTH)
  const { key, nonceOf, commitment } = deriveKeys(dataKey, salt, context)
  const chunks = new Accumulator(CHUNK_LENGTH)
  let number = 0
  yield Buffer.concat([salt, commitment])
  for await (const piece of plaintext) {
    for (const chunk of chunks.add(piece)) yield* encryptApart(key, nonceOf(number++), chunk, NOTHING)
  }
  yield* encryptApart(key, nonceOf(number), chunks.rest(), NOTHING)
}

/** Chunks in a row out of a blob. */
export type BlobPart = {
  readonly firstChunk: number
  /** True when the blob's last chunk, the short one, is among them. */
  readonly isEnd: boolean
}

const WHOLE: BlobPart = { firstChunk: 0, isEnd: true }

/**
 * Decrypts a stream: no byte is released before its chunk is authenticated. A missing end is only noticed at the end,
 * so the output is complete only when the stream ends without a BlobBrokenError.
 *
 * @param part set when only these chunks come, after the header. If the end is not among them, the caller counts how
 *   many came: each is the chunk that it should be, but some may be missing at the end.
 */
export async function* decrypted(
  dataKey: Uint8Array,
  context: string,
  ciphertext: Pieces,
  part = WHOLE,
): AsyncGenerator<Buffer> {
  const header = new Accumulator(HEADER_LENGTH)
  const chunks = new Accumulator(SEALED_CHUNK_LENGTH)
  let keys: Keys | undefined
  let number = part.firstChunk

  for await (const piece of ciphertext) {
    const headerPart = keys ? NOTHING : piece.subarray(0, header.missing)
    for (const whole of header.add(headerPart)) keys = verifyHeader(dataKey, context, whole)
    if (!keys) continue
    // Put together, since a turn of the loop for each costs more than to copy it.
    const opened: Buffer[] = []
    for (const chunk of chunks.add(piece.subarray(headerPart.length))) opened.push(openChunk(keys, number++, chunk))
    if (opened.length > 0) yield Buffer.concat(opened)
  }
  const last = chunks.rest()
  const isMissing = part.isEnd ? last.length < TAG_LENGTH : last.length > 0
  if (!keys || isMissing) throw new BlobBrokenError('TRUNCATED')
  if (part.isEnd) yield openChunk(keys, number, last)
}

function openChunk({ key, nonceOf }: Keys, number: number, chunk: Uint8Array): Buffer {
  try {
    return decrypt(key, nonceOf(number), chunk, NOTHING)
  } catch (error) {
    throw error instanceof SealBrokenError ? new BlobBrokenError('ALTERED') : error
  }
}

type Keys = ReturnType<typeof deriveKeys>

function verifyHeader(dataKey: Uint8Array, context: string, header: Uint8Array): Keys {
  const keys = deriveKeys(dataKey, header.subarray(0, SALT_LENGTH), context)
  if (!timingSafeEqual(keys.commitment, header.subarray(SALT_LENGTH))) throw new BlobBrokenError('WRONG_KEY')
  return keys
}

function deriveKeys(dataKey: Uint8Array, salt: Uint8Array, context: string) {
  if (dataKey.length !== KEY_LENGTH) throw new RangeError(`A data key has ${KEY_LENGTH} bytes`)
  const info = Buffer.concat([LABEL, salt, Buffer.from(context, 'utf8')])
  const derived = hkdfExpand(dataKey, info, KEY_LENGTH + NONCE_LENGTH + COMMITMENT_LENGTH)
  const commitmentAt = KEY_LENGTH + NONCE_LENGTH
  const baseNonce = derived.subarray(KEY_LENGTH, commitmentAt)
  return {
    key: derived.subarray(0, KEY_LENGTH),
    commitment: derived.subarray(commitmentAt),
    nonceOf: (number: number) => nonceOf(baseNonce, number),
  }
}

/**
 * There are at most 2³² chunks, 64 TiB, the least limit that the format requires; a counter beyond it would repeat
 * nonces.
 */
const MAX_CHUNKS = 2 ** 32

/** Returns the base nonce XOR the chunk's number, big-endian. */
function nonceOf(baseNonce: Buffer, number: number) {
  if (number >= MAX_CHUNKS) throw new RangeError('Too many chunks for one blob')
  const nonce = Buffer.from(baseNonce)
  const lastFourAt = NONCE_LENGTH - 4
  nonce.writeUInt32BE((nonce.readUInt32BE(lastFourAt) ^ number) >>> 0, lastFourAt)
  return nonce
}

/** Cuts what comes in pieces of any length into pieces of one length, holding no more than one of them. */
class Accumulator {
  private readonly buffer: Buffer
  private filled = 0

  constructor(readonly length: number) {
    this.buffer = Buffer.allocUnsafe(length)
  }

  get missing() {
    return this.length - this.filled
  }

  /**
   * A yielded piece is overwritten by the next, or is part of what was given: copied only where it must be put
   * together.
   */
  *add(piece: Uint8Array) {
    for (let taken = 0; taken < piece.length; ) {
      if (this.filled === 0 && piece.length - taken >= this.length) {
        yield piece.subarray(taken, taken + this.length)
        taken += this.length
        continue
      }
      const part = piece.subarray(taken, taken + this.missing)
      this.buffer.set(part, this.filled)
      this.filled += part.length
      taken += part.length
      if (this.missing > 0) return
      this.filled = 0
      yield this.buffer
    }
  }

  rest() {
    return this.buffer.subarray(0, this.filled)
  }
}
