import 'server-only'
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { HASH_LENGTH } from './merkle'

// Signed notes and checkpoints as C2SP has them: c2sp.org/signed-note, c2sp.org/tlog-checkpoint,
// c2sp.org/tlog-cosignature.

/** Reports a text that isn't what it should be; the message says why, and quotes nothing. */
export class NoteInvalidError extends Error {
  override readonly name = 'NoteInvalidError'
}

/** Says what a signature covers: the note alone, or the note and the time at which a witness saw it. */
export type Algorithm = 'ed25519' | 'cosignature/v1'
const TYPES: Record<Algorithm, number> = { ed25519: 0x01, 'cosignature/v1': 0x04 }

/** Describes a signer's public identity. */
export type NoteKey = {
  readonly name: string
  readonly algorithm: Algorithm
  /** Has 32 bytes. */
  readonly publicKey: Uint8Array
}

export type Signer = NoteKey & { readonly privateKey: KeyObject }

export type NoteSignature = {
  readonly name: string
  /** Has 8 hex digits. */
  readonly keyId: string
  /** Holds the bytes after the key's id: for Ed25519 64 bytes, preceded by 8 of the time if a witness signed. */
  readonly bytes: Buffer
}

export type Note = {
  /** The signed text, which ends with a newline. */
  readonly body: string
  readonly signatures: readonly NoteSignature[]
}

export type Checkpoint = Note & {
  readonly origin: string
  readonly size: bigint
  readonly root: Buffer
}

const ED25519_LENGTH = 64
const KEY_ID_LENGTH = 4
const TIME_LENGTH = 8
const SEED_LENGTH = 32
/** Precedes a raw Ed25519 seed in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/** @param seed the private key, 32 bytes */
export function signerFrom(name: string, algorithm: Algorithm, seed: Uint8Array): Signer {
  requireName(name)
  if (seed.length !== SEED_LENGTH) throw new RangeError(`A seed has ${SEED_LENGTH} bytes`)
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  return { name, algorithm, publicKey: Buffer.from(x ?? '', 'base64url'), privateKey }
}

/** Returns the first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ public key), in hex. */
export function keyIdOf({ name, algorithm, publicKey }: NoteKey): string {
  const hash = createHash('sha256').update(`${name}\n`).update(Buffer.of(TYPES[algorithm])).update(publicKey)
  return hash.digest('hex').slice(0, 2 * KEY_ID_LENGTH)
}

/** Returns `name+keyid+base64(algorithm ‖ public key)`: the form in which verifiers take a key. */
export function encodeKey(key: NoteKey): string {
  const encoded = Buffer.concat([Buffer.of(TYPES[key.algorithm]), key.publicKey]).toString('base64')
  return `${key.name}+${keyIdOf(key)}+${encoded}`
}

/** @throws NoteInvalidError */
export function decodeKey(text: string): NoteKey {
  const [, name = '', keyId, encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? []
  const bytes = decodeBase64(encoded)
  const algorithm = (Object.keys(TYPES) as Algorithm[]).find((known) => TYPES[known] === bytes?.[0])
  if (!bytes || !algorithm || bytes.length !== 1 + HASH_LENGTH) throw new NoteInvalidError('It is no key of a note')
  const key: NoteKey = { name, algorithm, publicKey: bytes.subarray(1) }
  if (keyIdOf(key) !== keyId) throw new NoteInvalidError('The id of the key is not that of the key')
  return key
}

/** Returns the body of a checkpoint: three lines. */
export function checkpointBody({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size'> & { root: Uint8Array }) {
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
}

/** Returns the body with a signature of each signer, in their order. */
export function signNote(body: string, signers: readonly Signer[]): string {
  requireBody(body)
  return `${body}\n${signers.map((signer) => signatureLine(body, signer)).join('')}`
}

/** Returns one line, `— name base64`, with its newline. */
function signatureLine(body: string, signer: Signer): string {
  if (signer.algorithm !== 'ed25519') throw new RangeError('A witness cosigns at a time')
  return encodeSignature(signer, sign(null, Buffer.from(body), signer.privateKey))
}

/** Returns a witness's line: that it saw this checkpoint at this time, and none that contradicts it. */
export function cosignatureLine(body: string, signer: Signer, at: Date): string {
  requireBody(body)
  if (signer.algorithm !== 'cosignature/v1') throw new RangeError('Not the key of a witness')
  const seconds = BigInt(Math.floor(at.getTime() / 1000))
  const signature = sign(null, cosigned(body, seconds), signer.privateKey)
  return encodeSignature(signer, Buffer.concat([encodeTime(seconds), signature]))
}

/** @throws NoteInvalidError */
export function parseNote(text: string): Note {
  const end = text.lastIndexOf('\n\n')
  if (end < 1 || !text.endsWith('\n') || hasControlCharacter(text)) throw new NoteInvalidError('It is no signed note')
  const lines = text.slice(end + 2, -1).split('\n')
  return { body: text.slice(0, end + 1), signatures: lines.map(parseSignatureLine) }
}

/** @throws NoteInvalidError */
export function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', encoded = ''] = /^— ([^+\s]+) (\S+)$/u.exec(line) ?? []
  const bytes = decodeBase64(encoded)
  if (!name || !bytes || bytes.length <= KEY_ID_LENGTH) throw new NoteInvalidError('A line of it is no signature')
  return { name, keyId: bytes.toString('hex', 0, KEY_ID_LENGTH), bytes: bytes.subarray(KEY_ID_LENGTH) }
}

/** @throws NoteInvalidError */
export function parseCheckpoint(text: string): Checkpoint {
  const note = parseNote(text)
  const [origin = '', size = '', root = '', ...extensions] = note.body.slice(0, -1).split('\n')
  const hash = decodeBase64(root)
  const isWhole = origin && /^(0|[1-9]\d{0,18})$/.test(size) && hash?.length === HASH_LENGTH && !extensions.includes('')
  if (!isWhole) throw new NoteInvalidError('It is no checkpoint')
  return { ...note, origin, size: BigInt(size), root: hash }
}

/** Returns whether the note has a good signature of the key; a bad one under its name and id makes the note invalid. */
export function verifyNote(note: Note, key: NoteKey): boolean {
  const keyId = keyIdOf(key)
  const theirs = note.signatures.filter((signature) => signature.name === key.name && signature.keyId === keyId)
  return theirs.length > 0 && theirs.every(({ bytes }) => isGood(note.body, bytes, key))
}

/** Returns when a witness says that it saw the note, by a signature that was verified. */
export const cosignedAt = ({ bytes }: NoteSignature): Date => new Date(Number(bytes.readBigUInt64BE(0)) * 1000)

function isGood(body: string, bytes: Buffer, key: NoteKey): boolean {
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key.publicKey).toString('base64url') },
    format: 'jwk',
  })
  if (key.algorithm === 'ed25519') {
    return bytes.length === ED25519_LENGTH && verify(null, Buffer.from(body), publicKey, bytes)
  }
  if (bytes.length !== TIME_LENGTH + ED25519_LENGTH) return false
  return verify(null, cosigned(body, bytes.readBigUInt64BE(0)), publicKey, bytes.subarray(TIME_LENGTH))
}

const cosigned = (body: string, seconds: bigint) => Buffer.from(`cosignature/v1\ntime ${seconds}\n${body}`)

function encodeTime(seconds: bigint) {
  const bytes = Buffer.alloc(TIME_LENGTH)
  bytes.writeBigUInt64BE(seconds)
  return bytes
}

function encodeSignature(key: NoteKey, signature: Uint8Array) {
  return `— ${key.name} ${Buffer.concat([Buffer.from(keyIdOf(key), 'hex'), signature]).toString('base64')}\n`
}

function requireName(name: string) {
  if (!/^[^+\s]+$/u.test(name)) throw new NoteInvalidError('The name of a key has no space and no plus sign')
}

function requireBody(body: string) {
  if (!body.endsWith('\n') || body.includes('\n\n') || hasControlCharacter(body)) {
    throw new NoteInvalidError('It is no text that can be signed')
  }
}

const hasControlCharacter = (text: string) => [...text].some((character) => character < ' ' && character !== '\n')

/** Returns the bytes; null unless the text is the one way to write them. */
function decodeBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
