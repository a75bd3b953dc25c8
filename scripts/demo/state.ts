import 'server-only'
import pg from 'pg'
import { asOwner } from '@/lib/db/owner'

/** Says what a database is to the demo. */
export type DemoState =
  /** Nothing is in it. */
  | 'EMPTY'
  /** The process that filled it was killed. */
  | 'HALF_TOLD'
  | 'TOLD'
  /** The database is somebody's own. */
  | 'FOREIGN'

export async function demoStateOf(url: string): Promise<DemoState> {
  return withClient(url, async (client) => {
    const is = async (sql: string) => (await client.query(sql)).rows[0]?.is === true
    if (await is(`SELECT to_regclass('demo.telling') IS NOT NULL AS is`)) {
      const isSeeded = await is('SELECT EXISTS (SELECT FROM demo.telling WHERE ended_at IS NOT NULL) AS is')
      return isSeeded ? 'TOLD' : 'HALF_TOLD'
    }
    if (!(await is(`SELECT to_regclass('public.users') IS NOT NULL AS is`))) return 'EMPTY'
    return (await is('SELECT EXISTS (SELECT FROM public.users) AS is')) ? 'FOREIGN' : 'EMPTY'
  })
}

/** Takes away all that a demo wrote to a database. */
export async function emptyDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
    await client.query(`ALTER DATABASE "${rows[0]?.name}" RESET search_path`)
    await client.query('DROP SCHEMA IF EXISTS demo, pgboss, public CASCADE')
    await client.query('CREATE SCHEMA public')
  })
}

/** Records that the demo is being created: until `recordSeedFinished`, a killed run can be recognised. */
export async function recordSeedStarted(): Promise<void> {
  await asOwner(async (client) => {
    await client.query('CREATE SCHEMA demo')
    await client.query('CREATE TABLE demo.telling (begun_at timestamptz NOT NULL, ended_at timestamptz)')
    await client.query('INSERT INTO demo.telling VALUES (pg_catalog.clock_timestamp(), NULL)')
  })
}

export async function recordSeedFinished(): Promise<void> {
  await asOwner((client) => client.query('UPDATE demo.telling SET ended_at = pg_catalog.clock_timestamp()'))
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
