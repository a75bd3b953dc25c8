import 'server-only'
import { copyFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs'
import { isSystemError } from '@/lib/core/files/durable-file'

const LIMIT = 10 * 1024 * 1024
/** The one that is written, and NAME.1 to NAME.4. */
const FILES = 5

/**
 * Rotates the embedded server's log when it is long, and retains the last files. The server writes to the end of the
 * file that it was started with, wherever that is, so the file is copied and emptied: what is written in the few
 * milliseconds between is lost. (PostgreSQL's own collector removes no file, and reports why a start failed only after
 * the start has ended.)
 */
export function rotateLog(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) < LIMIT) return
  for (let number = FILES - 2; number >= 1; number -= 1) rename(`${file}.${number}`, `${file}.${number + 1}`)
  try {
    copyFileSync(file, `${file}.1`)
  } catch {
    rmSync(`${file}.1`, { force: true }) // the disk is full: room is worth more
  }
  truncateSync(file)
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw error // there is none yet, or another process was faster
  }
}
