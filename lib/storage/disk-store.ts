import 'server-only'
import { randomBytes } from 'node:crypto'
import { access, type FileHandle, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { isSystemError, publishFile, removeFile, syncFolder } from '@/lib/core/durable-file'
import { BlobExistsError, BlobMissingError, type BlobStore, blobPlace, isBlobId, StoreFullError } from './store-port'

const FAN_OUT = /^[0-9a-f]{2}$/
/** How many bytes are read or written at once: with a quarter of them, half of the time goes into asking. */
const PIECE_LENGTH = 256 * 1024

/** Blobs as files: `<folder>/<last two characters of the id>/<id>`, made under `<folder>/incoming`. */
export function diskStore(folder: string): BlobStore {
  const incoming = join(folder, 'incoming')
  const durable = durableFolders()
  let prepared: Promise<void> | undefined

  const pathOf = (id: string) => join(folder, blobPlace(id))

  function prepare() {
    prepared ??= durable(folder).then(() => durable(incoming))
    prepared.catch(() => {
      prepared = undefined
    })
    return prepared
  }

  /** Writes a file of a passing name, hands it on, and takes the name away whatever happens. */
  async function writeTemporary(content: Readable, then: (path: string) => Promise<void>) {
    await prepare()
    const temporary = join(incoming, `${randomBytes(16).toString('hex')}.part`)
    try {
      const file = await open(temporary, 'wx', 0o600)
      try {
        await writeAll(file, content)
        await file.sync()
        await then(temporary)
      } finally {
        await Promise.all([file.close(), removeFile(temporary)])
      }
    } catch (error) {
      throw isSystemError(error, 'ENOSPC', 'EDQUOT') ? new StoreFullError(error) : error
    }
  }

  return {
    async put(id, ciphertext) {
      ciphertext.on('error', () => {}) // it may fail before anyone reads; whoever reads then is told
      try {
        const path = pathOf(id)
        await writeTemporary(ciphertext, async (temporary) => {
          await durable(dirname(path))
          if (!(await publishFile(temporary, path))) throw new BlobExistsError(id)
        })
      } finally {
        ciphertext.destroy()
      }
    },

    async open(id, range) {
      try {
        return (await open(pathOf(id), 'r')).createReadStream({ highWaterMark: PIECE_LENGTH, ...range })
      } catch (error) {
        throw isSystemError(error, 'ENOENT') ? new BlobMissingError(id) : error
      }
    },

    async has(id) {
      try {
        await access(pathOf(id))
        return true
      } catch (error) {
        if (isSystemError(error, 'ENOENT')) return false
        throw error
      }
    },

    async remove(id) {
      const path = pathOf(id)
      await durable(dirname(path))
      await removeFile(path)
      await syncFolder(dirname(path))
    },

    async *list() {
      for (const name of await namesIn(folder)) {
        if (!FAN_OUT.test(name)) continue
        for (const id of await namesIn(join(folder, name))) {
          const storedAt = await changedAt(join(folder, name, id))
          if (storedAt && isBlobId(id)) yield { id, storedAt }
        }
      }
    },

    async isWritable() {
      await writeTemporary(Readable.from([Buffer.from('?')]), async () => {})
      return true
    },

    // An upload that still runs touches its file all the time.
    async removeUnfinished(before) {
      for (const name of await namesIn(incoming)) {
        const path = join(incoming, name)
        const at = await changedAt(path)
        if (at && at < before) await removeFile(path)
      }
    },
  }
}

/** Writes in large pieces, while those after them are made. */
async function writeAll(file: FileHandle, content: Readable): Promise<void> {
  let writing = Promise.resolve()
  let pieces: Uint8Array[] = []
  let length = 0
  const writeHeld = async () => {
    await writing
    writing = writeWhole(file, pieces, length)
    writing.catch(() => {}) // whoever waits for it next is told
    pieces = []
    length = 0
  }
  try {
    for await (const piece of content as AsyncIterable<Uint8Array>) {
      pieces.push(piece)
      length += piece.length
      if (length >= PIECE_LENGTH) await writeHeld()
    }
    if (length > 0) await writeHeld()
  } finally {
    await writing
  }
}

/** A disk that is nearly full takes a part, and says why only of the next. */
async function writeWhole(file: FileHandle, pieces: Uint8Array[], length: number): Promise<void> {
  const { bytesWritten } = await file.writev(pieces)
  if (bytesWritten < length) await writeFile(file, Buffer.concat(pieces).subarray(bytesWritten))
}

/** Makes a folder durable once a process: not only when it makes it, as who made it may not have come to syncing it. */
function durableFolders() {
  const made = new Map<string, Promise<void>>()
  return function durable(path: string): Promise<void> {
    const before = made.get(path)
    if (before) return before
    const making = mkdir(path, { recursive: true, mode: 0o700 }).then(() => syncFolder(dirname(path)))
    made.set(path, making)
    making.catch(() => made.delete(path))
    return making
  }
}

async function changedAt(path: string): Promise<Date | null> {
  try {
    return (await stat(path)).mtime
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null // gone meanwhile
    throw error
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return []
    throw error
  }
}
