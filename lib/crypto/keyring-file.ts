import 'server-only'
import { randomBytes } from 'node:crypto'
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs'
import { type FileHandle, open, readdir, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { OperatorError } from '@/lib/core/errors'
import { publishFile, removeFile, syncFolder } from '@/lib/core/files/durable-file'
import { KEY_LENGTH } from './aead'
import { KeyringInvalidError, type KeyringText, parseKeyring, readKeyringText } from './parse-keyring'

/** A keyring is never overwritten: it is made where there is none, and given more keys where there is one. */
export class KeyringExistsError extends OperatorError {
  override readonly name = 'KeyringExistsError'
  constructor(readonly path: string) {
    super(`There is a keyring at ${path} already`)
  }
}

/**
 * Makes a keyring of one new key, readable by its owner alone. A lost keyring means that every document is lost.
 *
 * @throws KeyringExistsError when one exists already, even one that another process makes at this moment
 */
export async function createKeyringFile(path: string, at = new Date()): Promise<void> {
  const time = at.toISOString()
  await publishKeyringFile(path, {
    active: 'k1',
    keys: { k1: newKey() },
    history: { k1: { createdAt: time, activeAt: time } },
  })
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
export async function addKeyringKey(path: string, id: string, at = new Date()): Promise<void> {
  await changeKeyringFile(path, ({ active, keys, history }) => {
    if (Object.hasOwn(keys, id) || history?.[id]) {
      throw new KeyringInvalidError(`The keyring holds, or held, a key "${id}" already`)
    }
    return { active, keys: { ...keys, [id]: newKey() }, history: { ...history, [id]: { createdAt: at.toISOString() } } }
  })
}

/** Makes a key that the keyring file holds the one that wraps from now on. Alone, as `addKeyringKey` is. */
export async function activateKeyringKey(path: string, id: string, at = new Date()): Promise<void> {
  await changeKeyringFile(path, ({ active, keys, history }) => {
    const time = at.toISOString()
    const { retiredAt: _, ...known } = history?.[id] ?? {}
    const retired = active === id ? {} : { [active]: { ...history?.[active], retiredAt: time } }
    return { active: id, keys, history: { ...history, ...retired, [id]: { ...known, activeAt: time } } }
  })
}

/**
 * Notes that something was wrapped under these keys until now, so that a backup made up to now needs them: each counts
 * as retired from now on, not from when another became active. Alone, as `addKeyringKey` is.
 */
export async function retireKeyringKeys(path: string, ids: readonly string[], at: Date): Promise<void> {
  if (ids.length === 0) return
  await changeKeyringFile(path, ({ active, keys, history }) => {
    const known = ids.filter((id) => id !== active && Object.hasOwn(keys, id))
    const retired = known.map((id) => [id, { ...history?.[id], retiredAt: at.toISOString() }])
    return { active, keys, history: { ...history, ...Object.fromEntries(retired) } }
  })
}

/** Notes that a key is about to be destroyed. Alone, as `addKeyringKey` is. */
export async function markKeyringKeyForDestruction(path: string, id: string, at: Date): Promise<void> {
  await changeKeyringFile(path, ({ active, keys, history }) => {
    return { active, keys, history: { ...history, [id]: { ...history?.[id], doomedAt: at.toISOString() } } }
  })
}

/**
 * Destroys a key that does not wrap: what was wrapped under it can't be unwrapped any more, wherever a copy of it is.
 * Its times stay, for a backup that needs it to be refused in words. Alone, as `addKeyringKey` is.
 */
export async function destroyKeyringKey(path: string, id: string, at = new Date()): Promise<void> {
  await changeKeyringFile(path, ({ active, keys, history }) => {
    if (id === active) throw new KeyringInvalidError(`Key "${id}" of the keyring is active`)
    const { [id]: _, ...others } = keys
    return { active, keys: others, history: { ...history, [id]: { ...history?.[id], destroyedAt: at.toISOString() } } }
  })
}

/**
 * Notes now as the time of what a keyring of an earlier version, or a person, left without one. Alone, as
 * `addKeyringKey` is.
 */
export async function completeKeyringHistory(path: string, at: Date): Promise<void> {
  const before = readKeyringText(readFileSync(path, 'utf8'))
  const time = at.toISOString()
  const history = { ...before.history }
  for (const id of Object.keys(before.keys)) {
    const { retiredAt, ...known } = history[id] ?? {}
    const isWaiting = known.createdAt !== undefined && known.activeAt === undefined
    if (id === before.active) history[id] = { ...known, activeAt: known.activeAt ?? time }
    else if (!isWaiting) history[id] = { ...known, retiredAt: retiredAt ?? time }
  }
  if (isDeepStrictEqual(history, before.history ?? {})) return
  await changeKeyringFile(path, ({ active, keys }) => ({ active, keys, history }))
}

const newKey = () => randomBytes(KEY_LENGTH).toString('base64')

/**
 * Replaced whole by a rename, so that a process that reads it at that moment reads one or the other. The bytes of the
 * old file are overwritten: it may contain a key that is destroyed, now or later.
 */
async function changeKeyringFile(given: string, change: (content: KeyringText) => KeyringText): Promise<void> {
  const path = realpathSync(given)
  await removeLeftovers(path)
  const changed = change(readKeyringText(readFileSync(path, 'utf8')))
  const old = await open(path, 'r+')
  try {
    const temporary = await writeBeside(path, changed, statSync(path))
    try {
      await rename(temporary, path)
    } catch (error) {
      await removeFile(temporary)
      throw error
    }
    await syncFolder(dirname(path))
    await overwrite(old)
  } finally {
    await old.close()
  }
}

/**
 * Overwrites a removed file with zeros. One that someone else linked stays as it is. A disk that writes elsewhere, as
 * an SSD does, may retain the old bytes.
 */
async function overwrite(file: FileHandle): Promise<void> {
  const { size, nlink } = await file.stat()
  if (nlink > 0) return
  await file.write(Buffer.alloc(size), 0, size, 0)
  await file.sync()
}

/**
 * Writes a finished, durable file next to `path`, under a name of its own, after checking that the content is a
 * keyring.
 */
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
    if (!name.startsWith(`${basename(path)}.`) || !LEFTOVER.test(name)) continue
    const leftover = await open(join(dirname(path), name), 'r+')
    try {
      await removeFile(join(dirname(path), name))
      await overwrite(leftover)
    } finally {
      await leftover.close()
    }
  }
}
