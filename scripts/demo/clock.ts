import 'server-only'
import pg from 'pg'
import { env } from '@/lib/core/env'
import { database } from '@/lib/db/client'
import { asOwner, roleIn } from '@/lib/db/owner'

/**
 * This clock is set by hand for a while: verbs ask the database for the time, unqualified, and find this clock first.
 * The verbs themselves then write what happened weeks ago in the story as they would have written it at that time.
 */

const SCHEMA = 'demo'

type Column = { table: string; column: string; isDefault: boolean }

/** Puts our clock before PostgreSQL's own for all connections that are made from now on. */
export const setClockGoing = (): Promise<void> => asOwner(putClockFirst)

async function putClockFirst(owner: pg.Client): Promise<void> {
  const run = (sql: string) => owner.query(sql)
  await run(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`)
  await run(`CREATE TABLE ${SCHEMA}.clock (behind interval NOT NULL)`)
  await run(`INSERT INTO ${SCHEMA}.clock VALUES ('0')`)
  await run(`
    CREATE FUNCTION ${SCHEMA}.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    'SELECT pg_catalog.clock_timestamp() - behind FROM ${SCHEMA}.clock'`)
  await run(`
    CREATE FUNCTION ${SCHEMA}.touch() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN NEW.updated_at = ${SCHEMA}.clock_timestamp(); RETURN NEW; END'`)
  const application = pg.escapeIdentifier(roleIn(env().DATABASE_URL))
  await run(`GRANT USAGE ON SCHEMA ${SCHEMA} TO ${application}`)
  await run(`GRANT SELECT, UPDATE ON ${SCHEMA}.clock TO ${application}`)
  for (const { table, column, isDefault } of await timeColumns(owner)) {
    // Rows date themselves by now(), which is bound to PostgreSQL's clock, or by Node's.
    if (isDefault) await run(`ALTER TABLE "${table}" ALTER "${column}" SET DEFAULT ${SCHEMA}.clock_timestamp()`)
    else
      await run(
        `CREATE TRIGGER demo_touch BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION ${SCHEMA}.touch()`,
      )
  }
  await run(`ALTER DATABASE "${await nameOf(owner)}" SET search_path = ${SCHEMA}, public, pg_catalog`)
}

/** Sets the clock to a time before now, from which it continues. It never goes back. */
export async function setClock(to: Date): Promise<void> {
  await database().$executeRawUnsafe(
    `UPDATE ${SCHEMA}.clock SET behind = LEAST(behind, GREATEST(pg_catalog.clock_timestamp() - $1::timestamptz, '0'))`,
    to.toISOString(),
  )
}

/** Sets the clock to the time at which the demo starts. */
export async function windClockBack(to: Date): Promise<void> {
  await database().$executeRawUnsafe(
    `UPDATE ${SCHEMA}.clock SET behind = pg_catalog.clock_timestamp() - $1::timestamptz`,
    to.toISOString(),
  )
}

/** Makes PostgreSQL's clock the only one again, in the transaction that records the demo as complete. */
export const stopClock = (done: string): Promise<void> => asOwner((owner) => removeClock(owner, done))

async function removeClock(owner: pg.Client, done: string): Promise<void> {
  const columns = await timeColumns(owner)
  const statements = [
    ...columns.map(({ table, column, isDefault }) =>
      isDefault
        ? `ALTER TABLE "${table}" ALTER "${column}" SET DEFAULT now()`
        : `DROP TRIGGER demo_touch ON "${table}"`,
    ),
    `ALTER DATABASE "${await nameOf(owner)}" RESET search_path`,
    `DROP FUNCTION ${SCHEMA}.touch(), ${SCHEMA}.clock_timestamp()`,
    `DROP TABLE ${SCHEMA}.clock`,
    done,
  ]
  // The simple protocol runs statements of one text in one transaction.
  await owner.query(statements.join(';\n'))
}

async function nameOf(owner: pg.Client): Promise<string> {
  const { rows } = await owner.query<{ name: string }>('SELECT current_database() AS name')
  return rows[0]?.name ?? ''
}

async function timeColumns(owner: pg.Client): Promise<Column[]> {
  const { rows } = await owner.query<Column>(`
    SELECT table_name AS "table", column_name AS "column", column_default IS NOT NULL AS "isDefault"
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name NOT LIKE '\\_prisma%' AND data_type = 'timestamp with time zone'
      AND (column_name = 'updated_at' OR column_default = 'now()' OR column_default LIKE '%clock_timestamp()')`)
  return rows
}
