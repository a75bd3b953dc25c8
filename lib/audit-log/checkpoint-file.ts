import 'server-only'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { env } from '@/lib/core/env'
import { isSystemError, syncFolder } from '@/lib/core/files/durable-file'
import { database, transaction } from '@/lib/db/client'
import { type Checkpoint, NoteInvalidError, parseCheckpoint } from './note'

/** A checkpoint is never this long, with any number of signatures. */
const TAIL = 64 * 1024
const AT_ONCE = 1_000
/** Identifies the advisory lock of appending. */
const FILE_LOCK = 72707376

/** Returns the file of checkpoints outside the database: signed notes, each followed by an empty line. */
const checkpointFile = (): string => env().AUDIT_CHECKPOINTS ?? join(env().ZHUNXIN_DATA, 'audit', 'checkpoints.txt')

/** Returns all of it, for verifiers; empty if there is none yet. */
export async function readCheckpointFile(path = checkpointFile()): Promise<string> {
  try {
    return await readFile(/* turbopackIgnore: true */ path, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return ''
    throw error
  }
}

/** Returns whether the last checkpoint of the file, if there is one, was signed of the tree in the database. */
export async function isCheckpointFileOurs(): Promise<boolean> {
  const { last } = await readTail(checkpointFile())
  return last === null || isOurs(last)
}

/**
 * Appends the checkpoints that the file lacks, and makes sure that they last. A file that knows of a tree that is not
 * this one is left as it is: it is the evidence. Of several workers one appends at a time.
 *
 * @returns false when it contradicts the database
 */
export function appendCheckpoints(path = checkpointFile()): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FILE_LOCK})`
    return appendMissing(path)
  })
}

async function appendMissing(path: string): Promise<boolean> {
  for (;;) {
    const { last, length } = await readTail(path)
    if (last && !(await isOurs(last))) return false
    const notes = await notesAfter(last)
    if (notes.length > 0) await append(path, length, notes.map((note) => `${note}\n`).join(''))
    if (notes.length < AT_ONCE) return true
  }
}

/**
 * The file as it is when it is filled up from the database, which has the checkpoints of all nodes: for a backup. One
 * that knows of another tree, or is none, is given as it is.
 */
export async function filledCheckpointFile(path = checkpointFile()): Promise<string> {
  const text = await readCheckpointFile(path)
  const tail = await readTail(path).catch((error: unknown) => {
    if (error instanceof NoteInvalidError) return null
    throw error
  })
  if (!tail || (tail.last && !(await isOurs(tail.last)))) return text
  const { last: found, length } = tail
  const parts = [Buffer.from(text).subarray(0, length).toString()]
  for (let last = found; ; ) {
    const notes = await notesAfter(last)
    parts.push(...notes.map((note) => `${note}\n`))
    const newest = notes.at(-1)
    if (!newest || notes.length < AT_ONCE) return parts.join('')
    last = parseCheckpoint(newest)
  }
}

/** Puts back the file of a backup, where there is none: one that is there is the evidence. */
export async function restoreCheckpointFile(text: string, path = checkpointFile()): Promise<void> {
  if (text && (await readCheckpointFile(path)) === '') await append(path, 0, text)
}

/** Returns whether the checkpoint matches the tree in the database. */
async function isOurs({ size, root }: Checkpoint): Promise<boolean> {
  const row = await database().auditCheckpoint.findUnique({ where: { size } })
  return row !== null && Buffer.compare(row.root, root) === 0
}

/** Returns the notes after a checkpoint. A new file starts with the newest: it covers all earlier ones. */
async function notesAfter(last: Checkpoint | null): Promise<string[]> {
  const rows = last
    ? await database().auditCheckpoint.findMany({
        where: { size: { gt: last.size } },
        orderBy: { size: 'asc' },
        take: AT_ONCE,
      })
    : await database().auditCheckpoint.findMany({ orderBy: { size: 'desc' }, take: 1 })
  return rows.map(({ note }) => note)
}

/** The last whole note, and where it ends. */
async function readTail(path: string): Promise<{ last: Checkpoint | null; length: number }> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isSystemError(error, 'ENOENT')) return null
    throw error
  })
  if (!file) return { last: null, length: 0 }
  try {
    const { size } = await file.stat()
    const bytes = Buffer.alloc(Math.min(size, TAIL))
    await file.read(bytes, 0, bytes.length, size - bytes.length)
    return lastNoteIn(bytes, size)
  } finally {
    await file.close()
  }
}

/** Matches a whole note and the empty line behind it, each byte a character. */
const NOTE = new RegExp(`(?:[^\\n]+\\n)+\\n(?:${Buffer.from('— ').toString('latin1')}[^\\n]+\\n)+\\n`, 'g')

function lastNoteIn(bytes: Buffer, size: number): { last: Checkpoint | null; length: number } {
  const found = [...bytes.toString('latin1').matchAll(NOTE)].at(-1)
  if (found) {
    const text = Buffer.from(found[0].slice(0, -1), 'latin1').toString('utf8')
    return { last: parseCheckpoint(text), length: size - bytes.length + found.index + found[0].length }
  }
  if (size > bytes.length) throw new NoteInvalidError('The end of the checkpoint file is no checkpoint')
  return { last: null, length: 0 }
}

async function append(path: string, length: number, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'a', 0o600)
  try {
    if ((await file.stat()).size > length) await file.truncate(length)
    await file.appendFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  if (length === 0) await syncFolder(dirname(path))
}
