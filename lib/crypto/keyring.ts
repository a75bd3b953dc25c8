import 'server-only'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { isSystemError, publishFile, removeFile } from '@/lib/core/durable-file'
import { env } from '@/lib/core/env'
import { KEY_LENGTH } from './aead'
import { type Keyring, KeyringInvalidError, parseKeyring } from './parse-keyring'

/** There is no keyring where one is looked for. Made anew, it opens nothing that an earlier one sealed. */
export class KeyringMissingError extends Error {
  override readonly name = 'KeyringMissingError'
  constructor(readonly path: string) {
    super(`There is no keyring at ${path}`)
  }
}

/** A keyring is never overwritten. */
export class KeyringExistsError extends Error {
  override readonly name = 'KeyringExistsError'
  constructor(readonly path: string) {
    super(`There is a keyring at ${path} already`)
  }
}

let loaded: Keyring | undefined

/**
 * The keyring of this installation, read once: ZHUNXIN_KEYRING, or the file that it names (a mounted secret), or
 * keyring.json in the data folder.
 *
 * @throws KeyringMissingError, KeyringInvalidError
 */
export function keyring(): Keyring {
  loaded ??= parseKeyring(readKeyring())
  return loaded
}

/** The keyring as it is written: for those who keep a copy of it. */
export const keyringText = (): string => readKeyring()

/** Where the keyring is kept unless ZHUNXIN_KEYRING says otherwise. */
export function keyringPath(): string {
  return join(env().ZHUNXIN_DATA, 'keyring.json')
}

/**
 * Makes a keyring of one new key, readable by its owner alone. Whoever loses this file loses every document.
 *
 * @throws KeyringExistsError when there is one already, even one that another process makes at this moment
 */
export async function createKeyringFile(path: string): Promise<void> {
  const key = randomBytes(KEY_LENGTH).toString('base64')
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify({ active: 'k1', keys: { k1: key } }, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    if (!(await publishFile(temporary, path))) throw new KeyringExistsError(path)
  } finally {
    await removeFile(temporary)
  }
}

function readKeyring(): string {
  const given = env().ZHUNXIN_KEYRING
  if (given?.trimStart().startsWith('{')) return given
  return given ? readKeyringFile(given) : readOwnKeyringFile(keyringPath())
}

/** A mounted secret has the mode that its mount gives it; ours has the mode that we gave it, or someone changed it. */
function readOwnKeyringFile(path: string): string {
  const text = readKeyringFile(path)
  const openToOthers = (statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32'
  if (openToOthers) throw new KeyringInvalidError(`The keyring is open to others than its owner: chmod 600 ${path}`)
  return text
}

function readKeyringFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw isSystemError(error, 'ENOENT') ? new KeyringMissingError(path) : error
  }
}
