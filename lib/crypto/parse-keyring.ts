import 'server-only'
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { OperatorError } from '@/lib/core/errors'
import { KEY_LENGTH } from './aead'
import { encodeParts, openBytes, sealBytes } from './sealed-box'

/** The keyring can't be used as it is. The message never quotes it. */
export class KeyringInvalidError extends OperatorError {
  override readonly name = 'KeyringInvalidError'
}

/** A data key is wrapped under a key that the keyring does not hold. */
export class KeyringKeyMissingError extends Error {
  override readonly name = 'KeyringKeyMissingError'
  constructor(readonly keyringId: string) {
    super(`The keyring holds no key "${keyringId}"`)
  }
}

/** Describes a data key as its row stores it. */
export type WrappedKey = { wrapped: Uint8Array<ArrayBuffer>; keyringId: string }

/** Wraps data keys, never data, with keys that never leave it. It is a port: the keys may as well be in a KMS. */
export type Keyring = {
  /** Names the key that wraps from now on, by its id. */
  readonly activeId: string
  /** Maps each key's id to its fingerprint, which says whether two of one name are the same, without showing either. */
  readonly fingerprints: ReadonlyMap<string, string>
  /** Maps each key's id to its history, destroyed ones included. A key that a person added may have no entry. */
  readonly history: ReadonlyMap<string, KeyHistory>
  wrap(dataKeyId: string, key: Uint8Array): Promise<WrappedKey>
  /** @throws KeyringKeyMissingError, SealBrokenError */
  unwrap(dataKeyId: string, wrapped: WrappedKey): Promise<Buffer>
}

const Id = z.string().regex(/^[A-Za-z0-9._-]{1,64}$/)
const KeyHistory = z.strictObject({
  createdAt: z.iso.datetime().optional(),
  /** Says when it started to wrap. */
  activeAt: z.iso.datetime().optional(),
  /** Says when another key started to wrap; as far as is known, nothing is wrapped under this one since. */
  retiredAt: z.iso.datetime().optional(),
  /** Says when the schedule first found its end near: it destroys none that it did not find so a day before. */
  doomedAt: z.iso.datetime().optional(),
  /** Says when it was removed from the keyring. */
  destroyedAt: z.iso.datetime().optional(),
})
export type KeyHistory = z.output<typeof KeyHistory>

const KeyringContent = z.strictObject({
  active: z.string(),
  keys: z.record(Id, z.string()),
  history: z.record(Id, KeyHistory).optional(),
})

/**
 * The file has this form:
 * `{ "active": "k2", "keys": { "k1": "<32 bytes in base64>", "k2": "…" }, "history": { "k1": { "retiredAt": "…" } } }`
 */
export type KeyringText = z.output<typeof KeyringContent>

/** @throws KeyringInvalidError when it has another shape; its keys are looked at by `parseKeyring` */
export function readKeyringText(text: string): KeyringText {
  const parsed = KeyringContent.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw new KeyringInvalidError(
    'The keyring must be { "active": id, "keys": { id: base64 }, "history": { id: times } }',
  )
}

/** @throws KeyringInvalidError */
export function parseKeyring(text: string): Keyring {
  const { active, keys, history = {} } = readKeyringText(text)
  const byId = new Map(Object.entries(keys).map(([id, encoded]) => [id, decodeKey(id, encoded)]))
  if (!byId.has(active)) throw new KeyringInvalidError('The active key of the keyring is not among its keys')

  const keyOf = (keyringId: string) => {
    const key = byId.get(keyringId)
    if (!key) throw new KeyringKeyMissingError(keyringId)
    return key
  }
  return {
    activeId: active,
    fingerprints: new Map([...byId].map(([id, key]) => [id, fingerprintOf(key)])),
    history: new Map(Object.entries(history)),
    async wrap(dataKeyId, key) {
      return { wrapped: sealBytes(keyOf(active), encodeWrapping(dataKeyId, active), key), keyringId: active }
    },
    async unwrap(dataKeyId, { wrapped, keyringId }) {
      return openBytes(keyOf(keyringId), encodeWrapping(dataKeyId, keyringId), wrapped)
    },
  }
}

function encodeWrapping(dataKeyId: string, keyringId: string) {
  return encodeParts('zhunxin/data-key@v1', dataKeyId, keyringId)
}

/** Returns a fingerprint of a key. A hash reveals nothing about a random key. */
function fingerprintOf(key: Uint8Array) {
  return createHmac('sha256', key).update('zhunxin/keyring-fingerprint@v1').digest('hex').slice(0, 16)
}

function decodeKey(id: string, encoded: string) {
  const key = Buffer.from(encoded, 'base64')
  if (key.length !== KEY_LENGTH || key.toString('base64') !== encoded) {
    throw new KeyringInvalidError(`Key "${id}" of the keyring is not ${KEY_LENGTH} bytes in base64`)
  }
  return key
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // No cause: what JSON.parse throws quotes what it read, which here is a secret.
    throw new KeyringInvalidError('The keyring is not JSON')
  }
}
