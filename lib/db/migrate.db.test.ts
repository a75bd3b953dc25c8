import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  DatabaseForeignError,
  DatabaseNewerError,
  DatabaseTooOldError,
  DatabaseUnreachableError,
  MigrationEditedError,
  MigrationFailedError,
} from './database-errors'
import { migrate } from './migrate'
import { ownerUrl } from './owner'

let folder: string
let url: string
let client: pg.Client

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-migrations-'))
  writeFileSync(path.join(folder, 'migration_lock.toml'), '')
  write('1_table', 'CREATE TABLE thing (id int PRIMARY KEY);')
  write('2_column', 'ALTER TABLE thing ADD COLUMN name text; ALTER TABLE thing ADD CHECK (id > 0);')
  const name = `migrate_${randomUUID().replaceAll('-', '')}`
  const own = new pg.Client({ connectionString: ownerUrl() })
  await own.connect()
  await own.query(`CREATE DATABASE ${name}`)
  await own.end()
  const address = new URL(ownerUrl())
  address.pathname = name
  url = address.href
  client = new pg.Client({ connectionString: url })
  await client.connect()
})
afterEach(async () => {
  await client.end()
  rmSync(folder, { recursive: true, force: true })
})

function write(name: string, sql: string): void {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

const written = async () => (await client.query('SELECT * FROM _prisma_migrations ORDER BY migration_name')).rows

test('applies what is missing, in order, once, and writes it down as Prisma does', async () => {
  expect(await migrate(url, folder)).toEqual(['1_table', '2_column'])
  expect(await migrate(url, folder)).toEqual([])
  write('3_more', 'CREATE TABLE more (id int)')
  expect(await migrate(url, folder)).toEqual(['3_more'])

  const checksum = createHash('sha256')
    .update(readFileSync(path.join(folder, '1_table/migration.sql')))
    .digest('hex')
  expect(await written()).toMatchObject([
    { migration_name: '1_table', checksum, applied_steps_count: 1, rolled_back_at: null, logs: null },
    { migration_name: '2_column', finished_at: expect.any(Date) },
    { migration_name: '3_more' },
  ])
})

test('two at once apply each migration once', async () => {
  const applied = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)])

  expect(applied.flat().sort()).toEqual(['1_table', '2_column'])
})

test('a migration that fails leaves nothing of itself', async () => {
  write('3_wrong', 'CREATE TABLE more (id int); SELECT 1 / 0;')

  await expect(migrate(url, folder)).rejects.toThrow(MigrationFailedError)

  expect(await written()).toHaveLength(2)
  expect((await client.query("SELECT to_regclass('more') AS more")).rows).toEqual([{ more: null }])
})

test.each([
  ['newer than the code', DatabaseNewerError, async () => rmSync(path.join(folder, '2_column'), { recursive: true })],
  [
    'whose migration was edited since',
    MigrationEditedError,
    async () => write('1_table', 'CREATE TABLE other (id int)'),
  ],
  [
    'with a migration left half-way by Prisma',
    MigrationFailedError,
    () => client.query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '2_column'"),
  ],
])('refuses a database %s', async (_, error, happens) => {
  await migrate(url, folder)
  await happens()

  await expect(migrate(url, folder)).rejects.toThrow(error)
})

test('passes over a migration that Prisma rolled back', async () => {
  await migrate(url, folder)
  await client.query(
    "UPDATE _prisma_migrations SET finished_at = NULL, rolled_back_at = now() WHERE migration_name = '2_column'",
  )
  await client.query('ALTER TABLE thing DROP COLUMN name')

  expect(await migrate(url, folder)).toEqual(['2_column'])
})

test('refuses a database with tables of someone else', async () => {
  await client.query('CREATE TABLE foreign_thing (id int)')

  await expect(migrate(url, folder)).rejects.toThrow(DatabaseForeignError)
})

test('refuses a server that is too old', async () => {
  await client.query(`CREATE FUNCTION public.current_setting(name text) RETURNS text LANGUAGE sql AS $$
    SELECT CASE name WHEN 'server_version_num' THEN '140012' ELSE '14.12' END $$`)
  const old = new URL(url)
  old.searchParams.set('options', '-c search_path=public,pg_catalog') // as that server would answer

  await expect(migrate(old.href, folder)).rejects.toThrow(DatabaseTooOldError)
})

test('says that a database is out of reach, without its password', async () => {
  const failure = await migrate('postgresql://user:secret@127.0.0.1:1/none', folder).catch((error: Error) => error)

  expect(failure).toBeInstanceOf(DatabaseUnreachableError)
  expect(String(failure)).not.toContain('secret')
})
