import 'server-only'
import { randomBytes } from 'node:crypto'
import { access, type FileHandle, mkdir, open, readdir, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type FinishedFile, isSystemError, publishFiles, removeFile, syncFolder } from '@/lib/core/files/durable-file'
import {
  BlobExistsError,
  BlobMissingError,
  type BlobStore,
  blobPlace,
  isBlobId,
  type NewBlob,
  StoreFullError,
} from './store-port'

const INCOMING = 'incoming'
const FAN_OUT = Array.from({ length: 256 }, (_, ending) => ending.toString(16).padStart(2, '0'))
/** The bytes that are read or written at once: with a quarter of them, half of the time is spent on calls. */
const PIECE_LENGTH = 256 * 1024

/** Stores blobs as files: `<folder>/<last two characters of the id>/<id>`, made under `<folder>/incoming`. */
export function diskStore(folder: string): BlobStore {
  const incoming = join(folder, INCOMING)
  let prepared: Promise<void> | undefined

  const pathOf = (id: string) => join(folder, blobPlace(id))

  /** Once a process, whether or not the folders are there: who made them may not have come to syncing them. */
  function prepare() {
    prepared ??= makeFolders(folder)
    prepared.catch(() => {
      prepared = undefined
    })
    return prepared
  }

  /** Writes a file under a temporary name, passes it on, and always removes that name. */
  async function writeTemporary(
    content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    then: (path: string, file: FileHandle) => Promise<void>,
  ) {
    await prepare()
    const temporary = join(incoming, `${randomBytes(16).toString('hex')}.part`)
    try {
      const file = await open(temporary, 'wx', 0o600)
      try {
        await writeAll(file, content)
        await then(temporary, file)
      } finally {
        await Promise.all([file.close(), removeFile(temporary)])
      }
    } catch (error) {
      throw isSystemError(error, 'ENOSPC', 'EDQUOT') ? new StoreFullError(error) : error
    }
  }

  /** Writes one after another, and publishes all of them once the last one is written. */
  async function writeAndPublish([next, ...others]: readonly NewBlob[], written: readonly FinishedFile[]) {
    if (next) {
      const path = pathOf(next.id)
      await writeTemporary(next.ciphertext, (temporary, unsynced) =>
        writeAndPublish(others, [...written, { temporary, path, unsynced }]),
      )
      return
    }
    const taken = await publishFiles(written)
    if (taken !== null) throw new BlobExistsError(basename(taken))
  }

  return {
    put: (id, ciphertext) => writeAndPublish([{ id, ciphertext }], []),

    putTogether: (blobs) => writeAndPublish(blobs, []),

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
      await prepare()
      await removeFile(path)
      await syncFolder(dirname(path))
    },

    async *list() {
      for (const name of FAN_OUT) {
        for (const id of await namesIn(join(folder, name))) {
          const storedAt = await changedAt(join(folder, name, id))
          if (storedAt && isBlobId(id)) yield { id, storedAt }
        }
      }
    },

    async isWritable() {
      await writeTemporary([Buffer.from('?')], (_, file) => file.sync())
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
async function writeAll(file: FileHandle, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
  let writing = Promise.resolve()
  let pieces: Uint8Array[] = []
  let length = 0
  const writeHeld = async () => {
    await writing
    writing = writeWhole(file, pieces, length)
    writing.catch(() => {}) // the next caller that awaits it gets the error
    pieces = []
    length = 0
  }
  try {
    for await (const piece of content) {
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

/** The store's own, and one for each ending that an id can have. */
async function makeFolders(folder: string): Promise<void> {
  const make = (path: string) => mkdir(path, { recursive: true, mode: 0o700 })
  await make(folder)
  await syncFolder(dirname(folder))
  await Promise.all([INCOMING, ...FAN_OUT].map((name) => make(join(folder, name))))
  await syncFolder(folder)
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
