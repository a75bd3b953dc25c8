import 'server-only'
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from '@/lib/core/env'
import { OperatorError } from '@/lib/core/errors'
import { isSystemError } from '@/lib/core/files/durable-file'
import { logBug } from '@/lib/core/log'
import { type Keyring, KeyringInvalidError, parseKeyring } from './parse-keyring'

/** No keyring is where it should be. A new one opens nothing that an earlier one sealed. */
export class KeyringMissingError extends OperatorError {
  override readonly name = 'KeyringMissingError'
  constructor(readonly path: string) {
    super(`There is no keyring at ${path}`)
  }
}

/** Remembers the keyring that was read, and the state of its file at that time. */
let loaded: { keyring: Keyring; look: string } | undefined

/**
 * Returns the keyring of this installation: ZHUNXIN_KEYRING, or the file that it names (a mounted secret), or
 * keyring.json in the data folder. A changed file is read again, so that each process has an added key before anything
 * is wrapped under it. A harmful change is logged and ignored: see decision 18.
 *
 * @throws KeyringMissingError, KeyringInvalidError
 */
export function keyring(): Keyring {
  const source = keyringSource()
  const look = lookOf(source)
  if (loaded?.look === look) return loaded.keyring
  const before = loaded?.keyring
  try {
    loaded = { keyring: successor(before, parseKeyring(readKeyring(source))), look }
  } catch (error) {
    if (!before) throw error
    logBug(error, { room: 'keyring' })
    loaded = { keyring: before, look }
  }
  return loaded.keyring
}

/** Returns the keyring as it is written, for those who store a copy of it. */
export const keyringText = (): string => readKeyring(keyringSource())

/** Returns the path of the keyring, unless ZHUNXIN_KEYRING contains the keyring itself. */
export function keyringPath(): string {
  return join(env().ZHUNXIN_DATA, 'keyring.json')
}

/**
 * Returns whether the portal may change its keyring: not one that ZHUNXIN_KEYRING provides (the environment, a mounted
 * secret), nor one in a folder that it can't write to.
 */
export function isKeyringOurs(): boolean {
  if (env().ZHUNXIN_KEYRING) return false
  try {
    accessSync(dirname(realpathSync(keyringPath())), constants.W_OK)
    accessSync(keyringPath(), constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** Returns where the keyring is, for the operator. */
export function keyringName(): string {
  const source = keyringSource()
  return 'text' in source ? 'the keyring that ZHUNXIN_KEYRING contains' : `the keyring ${source.path}`
}

/** The keyring of a place whose environment isn't whole yet, as before a restore; null when there is none. */
export function keyringOf({ dataFolder, given }: { dataFolder: string; given: string | undefined }): Keyring | null {
  try {
    return parseKeyring(readKeyring(sourceOf(dataFolder, given)))
  } catch (error) {
    if (error instanceof KeyringMissingError) return null
    throw error
  }
}

type Source = { text: string } | { path: string; isOurs: boolean }

function keyringSource(): Source {
  const { ZHUNXIN_DATA, ZHUNXIN_KEYRING } = env()
  return sourceOf(ZHUNXIN_DATA, ZHUNXIN_KEYRING)
}

function sourceOf(dataFolder: string, given: string | undefined): Source {
  if (given?.trimStart().startsWith('{')) return { text: given }
  return given ? { path: given, isOurs: false } : { path: join(dataFolder, 'keyring.json'), isOurs: true }
}

/** Differs whenever the file was written, replaced or opened to others. */
function lookOf(source: Source): string {
  if ('text' in source) return 'given'
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = statSync(source.path, { bigint: true })
    return [dev, ino, size, mtimeNs, ctimeNs].join()
  } catch (error) {
    return `not to be seen: ${(error as NodeJS.ErrnoException).code}`
  }
}

/**
 * Returns the keyring to use after a change. Another key under an id in use is refused: what it wraps could not be
 * opened once the mistake is corrected.
 */
function successor(before: Keyring | undefined, after: Keyring): Keyring {
  for (const [id, fingerprint] of before?.fingerprints ?? []) {
    if ((after.fingerprints.get(id) ?? fingerprint) !== fingerprint) {
      throw new KeyringInvalidError(`Key "${id}" of the keyring is another one than before`)
    }
  }
  return after
}

function readKeyring(source: Source): string {
  if ('text' in source) return source.text
  const text = readKeyringFile(source.path)
  if (source.isOurs) requirePrivate(source.path)
  return text
}

/** A mounted secret has the mode that its mount gives it; ours has the mode that we gave it, or someone changed it. */
function requirePrivate(path: string) {
  const openToOthers = (statSync(path).mode & 0o077) !== 0 && process.platform !== 'win32'
  if (openToOthers) throw new KeyringInvalidError(`The keyring is open to others than its owner: chmod 600 ${path}`)
}

function readKeyringFile(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw isSystemError(error, 'ENOENT') ? new KeyringMissingError(path) : error
  }
}
