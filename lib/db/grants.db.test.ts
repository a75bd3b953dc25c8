import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { transaction } from './client'
import { DatabaseGrantsError } from './database-errors'
import { grantToApplication } from './grants'
import { asOwner, ownerUrl, roleIn } from './owner'
import { rightsTooMany } from './rights'

const REFUSED = '42501' // insufficient_privilege
const owner = ownerUrl()
const application = process.env.DATABASE_URL ?? ''

let client: pg.Client

beforeAll(async () => {
  client = new pg.Client({ connectionString: application })
  await client.connect()
  await aRegisteredApplicant()
  await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'staff.disabled', subjectId: newId(), data: {} }))
})
afterAll(() => client.end())

const codeOf = async (statement: string) => {
  const failure = await client.query(statement).catch((error: unknown) => error)
  return failure instanceof Error ? (failure as pg.DatabaseError).code : 'DONE'
}

describe('the application’s login may not', () => {
  test.each([
    'CREATE TABLE mine (id int)',
    'CREATE TEMPORARY TABLE mine (id int)',
    'CREATE SCHEMA mine',
    'CREATE EXTENSION file_fdw',
    'CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE ROLE mine',
    'CREATE DATABASE mine',
    'CREATE TRIGGER mine BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION refuse_rewriting()',
    'CREATE INDEX mine ON users (id)',
    'TRUNCATE users CASCADE',
    'TRUNCATE audit_events CASCADE',
    'UPDATE audit_events SET version = version',
    'DELETE FROM audit_events',
    'SELECT FROM audit_events FOR UPDATE',
    'UPDATE audit_leaves SET index = index',
    'DELETE FROM audit_checkpoints',
    'UPDATE decisions SET id = id',
    'DELETE FROM erasures',
    'ALTER TABLE audit_events DISABLE TRIGGER ALL',
    'ALTER TABLE users ADD COLUMN mine int',
    'DROP TABLE users',
    'DROP FUNCTION refuse_rewriting() CASCADE',
    'SELECT refuse_rewriting()',
    'SELECT FROM _prisma_migrations',
    "SELECT pgboss.create_queue('mine', '{}')",
    "COPY users (id) FROM PROGRAM 'id'",
    "COPY (SELECT 1) TO PROGRAM 'id'",
    "COPY (SELECT 1) TO '/tmp/mine'",
    "SELECT pg_read_file('PG_VERSION')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd')",
    'SELECT rolpassword FROM pg_authid',
    'SET ROLE zhunxin',
    'SET SESSION AUTHORIZATION zhunxin',
    'SET session_replication_role = replica',
    'ALTER ROLE zhunxin_app SUPERUSER',
    "ALTER ROLE zhunxin PASSWORD 'mine'",
    "ALTER SYSTEM SET log_statement = 'all'",
    'GRANT zhunxin TO zhunxin_app',
    "SELECT pg_create_physical_replication_slot('mine')",
    "SELECT pg_backup_start('mine')",
    'SELECT pg_reload_conf()',
  ])('%s', async (statement) => {
    expect(await codeOf(statement)).toBe(REFUSED)
  })

  test('replicate', async () => {
    const standby = new pg.Client({ connectionString: application, replication: 'database' } as pg.ClientConfig)
    await expect(standby.connect()).rejects.toThrow('permission denied to start WAL sender')
  })

  test('enter another database of the cluster', async () => {
    const elsewhere = new URL(application)
    elsewhere.pathname = '/postgres'
    const stranger = new pg.Client({ connectionString: elsewhere.href })
    await expect(stranger.connect()).rejects.toMatchObject({ code: REFUSED })
  })
})

test('it gives itself nothing', async () => {
  await client.query('GRANT TRUNCATE ON users TO CURRENT_USER') // a warning, to PostgreSQL
  expect(await codeOf('TRUNCATE users CASCADE')).toBe(REFUSED)
})

test('it may read and write rows, and add to what is append-only', async () => {
  for (const statement of ['UPDATE users SET id = id', 'SELECT FROM users FOR UPDATE', 'SELECT FROM audit_events'])
    expect(await codeOf(statement), statement).toBe('DONE')
  const { rows } = await client.query<{ name: string }>(`
    SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
      AND NOT has_table_privilege(c.oid, 'DELETE') ORDER BY 1`)
  expect(rows.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['_prisma_migrations', 'audit_events', 'audit_leaves', 'audit_tiles', 'decisions', 'turns']),
  )
})

test('rights that it must not have are named, and taken again by the next start', async () => {
  const role = roleIn(application)
  expect(await rightsTooMany()).toEqual([])
  await asOwner((client) =>
    client.query(`
      GRANT TRUNCATE, TRIGGER ON users TO ${role}; GRANT UPDATE ON audit_events TO PUBLIC;
      GRANT CREATE ON SCHEMA public TO PUBLIC; GRANT TEMPORARY ON DATABASE ${new URL(owner).pathname.slice(1)} TO PUBLIC`),
  )
  expect(await rightsTooMany()).toEqual(['CREATE', 'TEMPORARY', 'TRUNCATE', 'TRIGGER', 'UPDATE_AUDIT_EVENTS'])
  await Promise.all([1, 2].map(() => grantToApplication({ owner, application })))
  expect(await rightsTooMany()).toEqual([])
})

test('a login that is not there is said in a sentence', async () => {
  const missing = application.replace(`${roleIn(application)}:`, 'nobody_here:')
  const failure = await grantToApplication({ owner, application: missing }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(DatabaseGrantsError)
  expect(String(failure)).toContain('nobody_here')
})

test('where there is one login, its rights stay', async () => {
  await grantToApplication({ owner, application: owner })
  await asOwner((client) => client.query('CREATE TABLE still_mine (id int); DROP TABLE still_mine'))
})
