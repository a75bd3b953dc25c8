import 'server-only'
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { syncFolder } from '@/lib/core/files/durable-file'
import { isAnother } from '@/lib/db/embedded-cluster'
import { BackupRefusal, FILES, type ListedFile, MANIFEST, type Manifest, UNFINISHED } from './backup-format'
import { digestOf, writeFileFrom } from './written-files'

/** A backup that is being written: whole only once `finish` returned, and nothing that could be restored before. */
export type BackupWriter = {
  /** Writes a file durably, and lists it. */
  add(name: string, content: Readable): Promise<void>
  addFolder(name: string): Promise<void>
  has(name: string): boolean
  pathOf(name: string): string
  /** Lists a file that something else wrote. */
  list(name: string): Promise<void>
  finish(manifest: Omit<Manifest, 'format' | 'files'>): Promise<void>
  /** Takes away what was written. */
  abandon(): void
}

/**
 * Starts a backup in a folder that is empty, or not there, or contains one that was never finished.
 *
 * @throws BackupRefusal
 */
export async function openBackup(folder: string): Promise<BackupWriter> {
  claimFolder(folder)
  const folders = new Set([folder])
  const list = openSync(path.join(folder, FILES), 'wx', 0o600)
  const hash = createHash('sha256')
  const pathOf = (name: string) => path.join(folder, name)

  async function addFolder(name: string) {
    if (name === '.' || folders.has(pathOf(name))) return
    await addFolder(path.dirname(name))
    await mkdir(pathOf(name), { recursive: true, mode: 0o700 })
    folders.add(pathOf(name))
  }
  function enlist(file: ListedFile) {
    const line = `${JSON.stringify(file)}\n`
    hash.update(line)
    writeSync(list, line)
  }
  return {
    pathOf,
    addFolder,
    has: (name) => existsSync(pathOf(name)),
    async add(name, content) {
      await addFolder(path.dirname(name))
      enlist({ path: name, ...(await writeFileFrom(pathOf(name), content)) })
    },
    async list(name) {
      enlist({ path: name, ...(await digestOf(pathOf(name))) })
    },
    async finish(manifest) {
      fsyncSync(list)
      closeSync(list)
      for (const made of folders) await syncFolder(made)
      const whole: Manifest = { format: 1, ...manifest, files: hash.digest('hex') }
      const draft = pathOf(`${MANIFEST}.tmp`)
      writeFileSync(draft, `${JSON.stringify(whole, null, 2)}\n`, { mode: 0o600, flush: true })
      renameSync(draft, pathOf(MANIFEST))
      rmSync(pathOf(UNFINISHED))
      await syncFolder(folder)
    },
    abandon() {
      for (const name of readdirSync(folder)) rmSync(pathOf(name), { recursive: true, force: true })
    },
  }
}

function claimFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const names = readdirSync(folder)
    if (names.length > 0) clearUnfinished(folder, names)
    writeFileSync(path.join(folder, UNFINISHED), `${process.pid}`, { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (error instanceof BackupRefusal) throw error
    throw new BackupRefusal(`Can't write to ${folder} (${(error as NodeJS.ErrnoException).code}).`)
  }
}

/** Removes what a killed backup left; anything else is not ours to touch. */
function clearUnfinished(folder: string, names: readonly string[]): void {
  const writer = names.includes(UNFINISHED) ? Number(readFileSync(path.join(folder, UNFINISHED), 'utf8')) : null
  if (writer === null || names.includes(MANIFEST)) throw new BackupRefusal(`${folder} is not empty. Name a new folder.`)
  if (isAnother(writer)) throw new BackupRefusal(`Another backup is being written to ${folder}.`)
  for (const name of names.filter((name) => name !== UNFINISHED))
    rmSync(path.join(folder, name), { recursive: true, force: true })
  rmSync(path.join(folder, UNFINISHED))
}
