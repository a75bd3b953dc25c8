import 'server-only'
import { randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import { z } from 'zod'
import { KEY_LENGTH } from './aead'
import { encodeParts, openBytes, sealBytes } from './sealed-box'

/** Reports a text that is no export of a keyring. */
export class ExportInvalidError extends Error {
  override readonly name = 'ExportInvalidError'
}

const FORMAT = 'zhunxin/keyring-export@v1'
/**
 * Takes RFC 9106's second choice (64 MiB, three passes) with four times the memory: an export is opened once in years.
 */
const COST = { memory: 256 * 1024, passes: 3, lanes: 1 }

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'))

const Export = z.strictObject({
  format: z.literal(FORMAT),
  /** Lists ids alone, so that the keys in it are known without the passphrase. */
  keys: z.array(z.string()),
  argon2id: z.strictObject({
    /** Gives the memory in KiB. No more than this is spent on a file of unknown origin. */
    memory: z
      .int()
      .min(8)
      .max(1024 * 1024),
    passes: z.int().min(1).max(20),
    lanes: z.int().min(1).max(8),
    salt: base64,
  }),
  sealed: base64,
})

type Cost = Omit<z.output<typeof Export>['argon2id'], 'salt'>

/**
 * Seals a keyring under a passphrase, as JSON: Argon2id, then AES-256-GCM over the keyring with all else of the file as
 * AAD.
 */
export async function sealKeyringExport(keyring: string, keys: readonly string[], passphrase: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(passphrase, salt, COST)
  const sealed = sealBytes(key, placeOf(keys, salt, COST), Buffer.from(keyring, 'utf8'))
  const argon2id = { ...COST, salt: salt.toString('base64') }
  return `${JSON.stringify({ format: FORMAT, keys, argon2id, sealed: sealed.toString('base64') }, null, 2)}\n`
}

/** @throws ExportInvalidError, SealBrokenError when the passphrase is another one or the file was altered */
export async function openKeyringExport(text: string, passphrase: string): Promise<string> {
  const { keys, argon2id, sealed } = readExport(text)
  const key = await derive(passphrase, argon2id.salt, argon2id)
  return openBytes(key, placeOf(keys, argon2id.salt, argon2id), sealed).toString('utf8')
}

function readExport(text: string) {
  try {
    return Export.parse(JSON.parse(text))
  } catch {
    throw new ExportInvalidError('This is no export of a keyring')
  }
}

/**
 * Derives a key after normalising what keyboards compose differently: the passphrase may be typed on another machine,
 * years later.
 */
function derive(passphrase: string, salt: Uint8Array, { memory, passes, lanes }: Cost): Promise<Buffer> {
  const cost = { memoryCost: memory, timeCost: passes, parallelism: lanes }
  return hashRaw(passphrase.normalize('NFKC'), { ...cost, salt, outputLen: KEY_LENGTH })
}

function placeOf(keys: readonly string[], salt: Uint8Array, { memory, passes, lanes }: Cost) {
  const cost = [memory, passes, lanes].map(String)
  return encodeParts(FORMAT, Buffer.from(salt).toString('base64'), ...cost, ...keys)
}
