import 'server-only'
import { type FileHandle, link, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A finished file under a temporary name, and the name that it will have. */
export type FinishedFile = {
  readonly temporary: string
  readonly path: string
  /**
   * The file, if it isn't synced yet: it is then synced together with its folder, which costs a disk no more than one
   * of them. A power cut may leave the name with less than the whole content, so this is only for names that nobody
   * reads before they are published.
   */
  readonly unsynced?: FileHandle
}

/**
 * Publishes a finished temporary file under its name, durably. A hard link, unlike a rename, never replaces a file that
 * already has the name; both are atomic. The caller removes the temporary name.
 *
 * @returns false when the name is taken
 */
export async function publishFile(temporary: string, path: string): Promise<boolean> {
  return (await publishFiles([{ temporary, path }])) === null
}

/**
 * Publishes several files as `publishFile` does, all or none. A folder that several are in is synced once.
 *
 * @returns the first name that is taken; null when all are published
 */
export async function publishFiles(files: readonly FinishedFile[]): Promise<string | null> {
  const published: string[] = []
  try {
    for (const { temporary, path } of files) {
      if (!(await linkFile(temporary, path))) {
        await Promise.all(published.map(removeFile))
        return path
      }
      published.push(path)
    }
    const folders = new Set(published.map((path) => dirname(path)))
    await Promise.all([...files.map(({ unsynced }) => unsynced?.sync()), ...[...folders].map(syncFolder)])
    return null
  } catch (error) {
    await Promise.all(published.map(removeFile)) // not known to last, so they must not be there
    throw error
  }
}

/** @returns false when the name is taken */
async function linkFile(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  }
}

/** A name in a folder outlives a power cut only once the folder itself is synced. Windows can't, and needn't. */
export async function syncFolder(path: string) {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    folder.close().catch(() => {}) // it was only read
  }
}

/** Removes a file, whether or not it is there. */
export async function removeFile(path: string) {
  await unlink(path).catch((error: unknown) => {
    if (!isSystemError(error, 'ENOENT')) throw error
  })
}

export function isSystemError(error: unknown, ...codes: readonly string[]): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
