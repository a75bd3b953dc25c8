import 'server-only'
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type pg from 'pg'
import {
  DatabaseForeignError,
  DatabaseNewerError,
  DatabaseTooOldError,
  MigrationEditedError,
  MigrationFailedError,
} from './database-errors'
import { underMigrationLock } from './migration-lock'

/** NULLS NOT DISTINCT came with 15. */
const OLDEST = 15

/** This is the same statement that Prisma uses. */
const MIGRATIONS_TABLE = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

type Migration = { name: string; sql: string; checksum: string }
type Applied = { migration_name: string; checksum: string; finished_at: Date | null }

/**
 * Brings a database up to the code: applies what is missing of prisma/migrations, each in a transaction of its own, and
 * records it as Prisma does, so that `prisma migrate deploy` can continue from there.
 *
 * @returns the names of those applied now
 * @throws DatabaseSetupError (its subclasses) when it can't or must not
 */
export async function migrate(url: string, folder = path.resolve('prisma/migrations')): Promise<string[]> {
  const migrations = await readMigrations(folder)
  return underMigrationLock(url, async (client) => {
    await refuseOldServer(client)
    await refuseForeign(client)
    await client.query(MIGRATIONS_TABLE)
    const missing = missingOf(migrations, await appliedOn(client))
    for (const migration of missing) await apply(client, migration)
    return missing.map(({ name }) => name)
  })
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return Promise.all(
    names.sort().map(async (name) => {
      const file = await readFile(path.join(folder, name, 'migration.sql'))
      return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') }
    }),
  )
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number }>(
    "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number",
  )
  const [server] = rows
  if (server && server.number >= OLDEST * 10_000) return
  throw new DatabaseTooOldError(`The database is PostgreSQL ${server?.version}; ${OLDEST} or later is needed.`)
}

async function refuseForeign(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ tables: string[] }>(
    'SELECT coalesce(array_agg(tablename::text), ARRAY[]::text[]) AS tables FROM pg_tables WHERE schemaname = current_schema()',
  )
  const tables = rows[0]?.tables ?? []
  if (tables.length === 0 || tables.includes('_prisma_migrations')) return
  throw new DatabaseForeignError("The database holds tables that aren't Zhunxin's. Give it an empty one.")
}

async function appliedOn(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  )
  return rows
}

function missingOf(migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const { migration_name: name, checksum, finished_at } of applied) {
    const migration = known.get(name)
    if (!migration) {
      throw new DatabaseNewerError(
        `The database is newer than this code: it has the migration ${name}. Update the code.`,
      )
    }
    if (!finished_at) {
      throw new MigrationFailedError(
        `The migration ${name} was started on this database and not finished. Settle it with \`prisma migrate resolve\`.`,
      )
    }
    if (migration.checksum !== checksum) {
      throw new MigrationEditedError(`The migration ${name} was changed after it was applied to this database.`)
    }
  }
  const done = new Set(applied.map((row) => row.migration_name))
  return migrations.filter(({ name }) => !done.has(name))
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {})
    throw new MigrationFailedError(`The migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
