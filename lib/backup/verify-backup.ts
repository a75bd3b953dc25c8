import 'server-only'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { BackupRefusal, FILES, ListedFile, MANIFEST, Manifest, UNFINISHED } from './backup-format'
import { digestOf } from './written-files'

/**
 * Opens a backup and reads it through: each file as long as it was, and the same.
 *
 * @throws BackupRefusal when it is none, unfinished, damaged, or of another format
 */
export async function verifyBackup(folder: string, onProgress: (files: number) => void): Promise<Manifest> {
  const manifest = readManifest(folder)
  const listed = await digestOf(path.join(folder, FILES)).catch(() => null)
  if (listed?.sha256 !== manifest.files) throw new BackupRefusal(`The backup ${folder} is damaged: ${FILES}.`)
  let files = 0
  const damaged: string[] = []
  for await (const { path: name, size, sha256 } of listedFiles(folder)) {
    const found = await digestOf(path.join(folder, name)).catch(() => null)
    if (found?.size !== size || found.sha256 !== sha256) damaged.push(name)
    files += 1
    onProgress(files)
  }
  if (damaged.length === 0) return manifest
  const some = damaged.slice(0, 5).join(', ')
  throw new BackupRefusal(`The backup ${folder} is damaged, in ${damaged.length} of ${files} files: ${some}.`)
}

function readManifest(folder: string): Manifest {
  const file = path.join(folder, MANIFEST)
  if (!existsSync(file)) {
    const isUnfinished = existsSync(path.join(folder, UNFINISHED))
    throw new BackupRefusal(`${folder} is ${isUnfinished ? 'a backup that was never finished' : 'no backup'}.`)
  }
  try {
    return Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new BackupRefusal(`The backup ${folder} is damaged, or of a newer format: ${MANIFEST}.`)
  }
}

/** Yields the list of files as it was written; no name may lead outside of the folder. */
export async function* listedFiles(folder: string): AsyncGenerator<ListedFile> {
  for await (const line of createInterface({ input: createReadStream(path.join(folder, FILES), 'utf8') })) {
    const file = ListedFile.parse(JSON.parse(line))
    if (path.isAbsolute(file.path) || file.path.split('/').includes('..'))
      throw new BackupRefusal(`The backup ${folder} names a file outside of it.`)
    yield file
  }
}
