import 'server-only'
import { existsSync, readdirSync } from 'node:fs'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { DatabaseUnavailableError } from '@/lib/db/database-unavailable'
import { asOwner, ownerUrl, roleIn } from '@/lib/db/owner'
import { rightsTooMany } from '@/lib/db/rights'
import { serverFigures } from '@/lib/db/server-figures'
import { type Found, failed, ok, reasonOf, warning } from './finding'

const OLDEST = 15
/** The connections of one node with its worker in addition to those that pages and jobs share: see docs/database.md. */
const BESIDES_POOL = 10

const ADVICE: Record<string, string> = {
  '28P01': 'Correct the password in DATABASE_URL.',
  '28000': 'Let this login in (pg_hba.conf), or correct its name in DATABASE_URL.',
  '3D000': 'Create the database that DATABASE_URL names: docs/database.md.',
  '42501': 'Let this login connect: GRANT CONNECT ON DATABASE … (docs/database.md).',
  '53300': 'Raise max_connections, or lower DATABASE_POOL or the number of nodes: docs/database.md.',
  '57P03': 'It is starting or stopping: wait, and read its log.',
  SILENT: 'It takes connections and says nothing: is it paused, or too busy?',
  ENOTFOUND: 'Correct the host in DATABASE_URL.',
}

/** The state EMPTY is that before the first start, which makes all tables. */
export type DatabaseState = 'FILLED' | 'EMPTY' | 'UNREACHABLE'

/** Says why a check was skipped that needs a database with tables. */
export const needs = (state: DatabaseState): string =>
  state === 'EMPTY' ? 'It needs the database, which the first start fills.' : 'It needs the database.'

/** Asks the database by the application's login; `found` says why that can't be. */
export async function reachDatabase(): Promise<{ state: DatabaseState; found: Found[] }> {
  try {
    const [row] = await database().$queryRaw<{ hasTables: boolean }[]>`
      SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "hasTables"`
    return { state: row?.hasTables ? 'FILLED' : 'EMPTY', found: [] }
  } catch (error) {
    const reason = error instanceof DatabaseUnavailableError ? error.reason : reasonOf(error)
    const todo = ADVICE[reason] ?? 'Start it, or correct host and port in DATABASE_URL.'
    const found = failed(`The application's login can't reach the database (${reason}).`, todo)
    return { state: 'UNREACHABLE', found: [found] }
  }
}

/** Version, size, shape, and the rights of both logins, of a database that can be asked. */
export async function checkDatabase(): Promise<Found[]> {
  const found = await Promise.all([server(), rights(), owner()])
  return found.flat()
}

async function server(): Promise<Found[]> {
  const is = await serverFigures()
  const needed = env().DATABASE_POOL + BESIDES_POOL
  return [
    is.number >= OLDEST * 10_000
      ? ok(`PostgreSQL ${is.version} answers.`)
      : failed(`PostgreSQL ${is.version} is too old.`, `Upgrade it to ${OLDEST} or later.`),
    ...(is.maxConnections < needed
      ? [warning(`max_connections is ${is.maxConnections}, and one node may open ${needed}.`, ADVICE['53300'] ?? '')]
      : []),
  ]
}

async function rights(): Promise<Found[]> {
  const tooMany = await rightsTooMany()
  if (tooMany.length === 0) return [ok("The application's login has no right that the portal does not use.")]
  const says = `The application's login has rights that the portal does not use: ${tooMany.join(', ')}.`
  const isOne = roleIn(ownerUrl()) === roleIn(env().DATABASE_URL)
  return [
    warning(says, isOne ? 'Give the portal two logins: docs/database.md.' : 'Restart the portal, or revoke them.'),
  ]
}

async function owner(): Promise<Found[]> {
  try {
    return await asOwner(async (client) => {
      const { rows } = await client.query<{ isOwner: boolean; hasTable: boolean }>(
        `SELECT pg_has_role(datdba, 'USAGE') OR has_database_privilege(oid, 'CREATE') AS "isOwner",
           to_regclass('_prisma_migrations') IS NOT NULL AS "hasTable"
         FROM pg_database WHERE datname = current_database()`,
      )
      const [is] = rows
      if (!is?.isOwner)
        return [failed("The owner's login may not create in the database.", 'Set DATABASE_OWNER_URL to its owner.')]
      if (!is.hasTable) return [warning('The database is empty.', 'The first start fills it.')]
      const { rows: done } = await client.query<{ name: string }>(
        'SELECT migration_name AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      )
      return migrations(done.map(({ name }) => name))
    })
  } catch (error) {
    return [failed(`The owner's login fails: ${reasonOf(error)}`, 'Correct DATABASE_OWNER_URL: docs/database.md.')]
  }
}

function migrations(applied: readonly string[]): Found[] {
  const ours = readdirSync('prisma/migrations').filter((name) => existsSync(`prisma/migrations/${name}/migration.sql`))
  const unknown = applied.filter((name) => !ours.includes(name))
  const missing = ours.filter((name) => !applied.includes(name))
  if (unknown.length > 0)
    return [failed(`The database is newer than this code: it has ${unknown.at(-1)}.`, 'Update the code.')]
  if (missing.length > 0) return [warning(`${missing.length} migrations are missing.`, 'The next start applies them.')]
  return [ok(`All ${ours.length} migrations are applied, and the owner's login works.`)]
}
