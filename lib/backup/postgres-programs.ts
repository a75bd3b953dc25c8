import 'server-only'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { env } from '@/lib/core/env'
import { ENVIRONMENT, outcome, reasonIn } from '@/lib/db/embedded-cluster'
import { BackupRefusal } from './backup-format'

type Program = 'pg_dump' | 'pg_restore'

/**
 * Writes one consistent snapshot of a database of one's own into a file.
 *
 * @throws BackupRefusal when there is no pg_dump of its version, or it fails
 */
export async function dumpDatabase(url: string, major: number, file: string): Promise<void> {
  await run('pg_dump', major, url, ['--format=custom', '--no-owner', '--no-privileges', `--file=${file}`])
}

/**
 * Fills an empty database with a snapshot: whole, or not at all.
 *
 * @throws BackupRefusal when there is no pg_restore of its version, or it fails
 */
export async function fillDatabase(url: string, major: number, file: string): Promise<void> {
  const options = ['--no-owner', '--no-privileges', '--single-transaction', '--exit-on-error']
  await run('pg_restore', major, url, [...options, `--dbname=${new URL(url).pathname.slice(1)}`, file])
}

async function run(program: Program, major: number, url: string, args: readonly string[]): Promise<void> {
  const found = await findProgram(program, major)
  const child = spawn(found, args, { env: connection(url), cwd: '/' })
  const { code, output } = await outcome(child)
  if (code !== 0) throw new BackupRefusal(`${program} failed: ${reasonIn(output)}`)
}

/** One that is older than the server refuses it, and one that is newer writes what the server's own can't read. */
async function findProgram(program: Program, major: number): Promise<string> {
  const { ZHUNXIN_PG_BIN } = env()
  const places = ZHUNXIN_PG_BIN
    ? [path.join(ZHUNXIN_PG_BIN, program)]
    : [`/usr/lib/postgresql/${major}/bin/${program}`, `/usr/pgsql-${major}/bin/${program}`, program]
  const seen: string[] = []
  for (const place of places) {
    const { code, output } = await outcome(spawn(place, ['--version'], { env: ENVIRONMENT, cwd: '/' }))
    const version = /(\d+)(\.\d+)?/.exec(output)?.[1]
    if (code === 0 && version === `${major}`) return place
    if (code === 0) seen.push(output.trim())
  }
  const instead = seen.length > 0 ? `, and not ${seen.join(' or ')}` : ''
  throw new BackupRefusal(
    `This database needs ${program} of PostgreSQL ${major}${instead}. Install postgresql-client-${major}, or set ` +
      'ZHUNXIN_PG_BIN to the folder where it is.',
  )
}

/** Passes a connection by environment variables: everyone on the machine sees command lines. */
function connection(text: string): NodeJS.ProcessEnv {
  const url = new URL(text)
  const given = {
    PGHOST: url.searchParams.get('host') ?? url.hostname,
    PGPORT: url.port,
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    PGSSLMODE: url.searchParams.get('sslmode') ?? '',
    PGSSLROOTCERT: url.searchParams.get('sslrootcert') ?? '',
  }
  return { ...ENVIRONMENT, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')) }
}
