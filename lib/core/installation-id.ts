import 'server-only'
import { randomBytes, randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { OperatorError } from './errors'
import { isSystemError, publishFile, removeFile } from './files/durable-file'

/** The file was changed. The message is a sentence for the operator. */
export class InstallationIdError extends OperatorError {
  override readonly name = 'InstallationIdError'
}

const FILE = 'installation-id'

/**
 * Returns the id of a data folder, which distinguishes it from all others that work on one database, regardless of
 * where it is mounted and of its host's name: a random UUID in a file of the folder, which is made at first use and
 * never changes.
 *
 * @throws InstallationIdError
 */
export async function installationId(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, FILE)
  const text = (await read(file)) ?? (await make(file))
  const id = z.uuid().safeParse(text.trim())
  if (id.success) return id.data
  throw new InstallationIdError(`The file ${file} is damaged. Remove it, and the next start makes another.`)
}

async function read(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null
    throw error
  }
}

/** Makes the id. One of several concurrent processes succeeds, and the others read its id. */
async function make(file: string): Promise<string> {
  const temporary = `${file}.${randomBytes(8).toString('hex')}.tmp`
  try {
    await writeFile(temporary, `${randomUUID()}\n`, { mode: 0o600, flag: 'wx', flush: true })
    await publishFile(temporary, file)
  } finally {
    await removeFile(temporary)
  }
  return await readFile(file, 'utf8')
}
