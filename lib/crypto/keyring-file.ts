import 'server-only'
import { randomBytes } from 'node:crypto'
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { open, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { publishFile, removeFile, syncFolder } from '@/lib/core/durable-file'
import { KEY_LENGTH } from './aead'
import { KeyringInvalidError, type KeyringText, parseKeyring, readKeyringText } from './parse-keyring'

/** A keyring is never overwritten: it is made where there is none, and given more keys where there is one. */
export class KeyringExistsError extends Error {
  override readonly name = 'KeyringExistsError'
  constructor(readonly path: string) {
    super(`There is a keyring at ${path} already`)
  }
}

/**
 * Makes a keyring of one new key, readable by its owner alone. Whoever loses this file loses every document.
 *
 * @throws KeyringExistsError when there is one already, even one that another process makes at this moment
 */
export async function createKeyringFile(path: string): Promise<void> {
  await publishKeyringFile(path, { active: 'k1', keys: { k1: newKey() } })
}

/**
 * Writes a keyring where there is none.
 *
 * @throws KeyringExistsError, KeyringInvalidError
 */
export async function publishKeyringFile(path: string, content: KeyringText): Promise<void> {
  const temporary = await writeBeside(path, content)
  try {
    if (!(await publishFile(temporary, path))) throw new KeyringExistsError(path)
  } finally {
    await removeFile(temporary)
  }
}

/**
 * Puts a new random key into a keyring file, which does not wrap yet. Two at once would lose one of their keys: the
 * caller sees to it that it is alone.
 */
export async function addKeyringKey(path: string, id: string): Promise<void> {
  await changeKeyringFile(path, ({ active, keys }) => {
    if (Object.hasOwn(keys, id)) throw new KeyringInvalidError(`The keyring holds a key "${id}" already`)
    return { active, keys: { ...keys, [id]: newKey() } }
  })
}

/** Makes a key that the keyring file holds the one that wraps from now on. Alone, as `addKeyringKey` is. */
export async function activateKeyringKey(path: string, id: string): Promise<void> {
  await changeKeyringFile(path, ({ keys }) => ({ active: id, keys }))
}

const newKey = () => randomBytes(KEY_LENGTH).toString('base64')

/** Replaced whole by a rename, so that whoever reads it at that moment reads the one or the other. */
async function changeKeyringFile(given: string, change: (content: KeyringText) => KeyringText): Promise<void> {
  const path = realpathSync(given)
  await removeLeftovers(path)
  const changed = change(readKeyringText(readFileSync(path, 'utf8')))
  const temporary = await writeBeside(path, changed, statSync(path))
  try {
    await rename(temporary, path)
  } catch (error) {
    await removeFile(temporary)
    throw error
  }
  await syncFolder(dirname(path))
}

/** A finished, durable file next to `path`, under a name of its own: what is no keyring is not written. */
async function writeBeside(path: string, content: KeyringText, owner?: Stats): Promise<string> {
  const text = `${JSON.stringify(content, null, 2)}\n`
  parseKeyring(text)
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`
  const file = await open(temporary, 'wx', 0o600)
  try {
    // Changed by root, it stays with whom the portal runs as: or a portal that serves could read it no more.
    if (owner && process.getuid?.() === 0) await file.chown(owner.uid, owner.gid)
    await file.writeFile(text)
    await file.sync()
  } catch (error) {
    await removeFile(temporary)
    throw error
  } finally {
    await file.close()
  }
  return temporary
}

const LEFTOVER = /\.[0-9a-f]{16}\.tmp$/

/** Copies of the keys that a kill left behind. */
async function removeLeftovers(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    if (name.startsWith(`${basename(path)}.`) && LEFTOVER.test(name)) await removeFile(join(dirname(path), name))
  }
}
