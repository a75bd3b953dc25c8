import 'server-only'
import { HASH_LENGTH } from './merkle'
import { type Checkpoint, decodeKey, NoteInvalidError, type NoteKey, parseCheckpoint } from './note'

// What goes to a witness: c2sp.org/tlog-witness, add-checkpoint. One word is ours: a header with the log's keys, by
// which our witness meets a log, and a key that follows another. Other witnesses don't read it.

export const KEYS_HEADER = 'zhunxin-log-keys'
/** The media type of the body of a 409 that says which size the witness holds. */
export const SIZE_TYPE = 'text/x.tlog.size'
const MAX_HASHES = 63

export type AddCheckpoint = {
  /** The size that the witness is thought to hold; 0 when none. */
  readonly old: bigint
  readonly proof: readonly Uint8Array[]
  readonly note: string
}

export function encodeAddCheckpoint({ old, proof, note }: AddCheckpoint): string {
  return `old ${old}\n${proof.map((hash) => `${Buffer.from(hash).toString('base64')}\n`).join('')}\n${note}`
}

/** @throws NoteInvalidError */
export function decodeAddCheckpoint(text: string): AddCheckpoint & { checkpoint: Checkpoint } {
  const end = text.indexOf('\n\n')
  const [first = '', ...hashes] = text.slice(0, end).split('\n')
  const [, old] = /^old (0|[1-9]\d{0,18})$/.exec(first) ?? []
  const proof = hashes.map((line) => Buffer.from(line, 'base64'))
  const isWhole = proof.every((hash, n) => hash.length === HASH_LENGTH && hash.toString('base64') === hashes[n])
  if (end < 0 || !old || !isWhole || proof.length > MAX_HASHES) throw new NoteInvalidError('It is no add-checkpoint')
  const note = text.slice(end + 2)
  return { old: BigInt(old), proof, note, checkpoint: parseCheckpoint(note) }
}

/** @throws NoteInvalidError */
export function decodeKeys(text: string): NoteKey[] {
  return text.split(',').map((key) => decodeKey(key.trim()))
}
