import 'server-only'
import { type FileHandle, link, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Publishes a finished temporary file under its name, durably. A hard link, unlike a rename, never replaces a file that
 * already has the name; both are atomic. The caller removes the temporary name.
 *
 * @param unsynced the file, if it isn't synced yet: it is then synced together with its folder, which costs a disk no
 *   more than one of them. A power cut may leave the name with less than the whole content, so this is only for names
 *   that nobody reads before this returns.
 * @returns false when the name is taken
 */
export async function publishFile(temporary: string, path: string, unsynced?: FileHandle): Promise<boolean> {
  try {
    await link(temporary, path)
  } catch (error) {
    if (isSystemError(error, 'EEXIST')) return false
    throw error
  }
  try {
    await Promise.all([unsynced?.sync(), syncFolder(dirname(path))])
  } catch (error) {
    await removeFile(path) // not known to last, so it must not be there
    throw error
  }
  return true
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
