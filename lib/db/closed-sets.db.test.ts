import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { MigrationFailedError } from './database-errors'
import { migrate } from './migrate'
import { ownerUrl } from './owner'

const MIGRATIONS = 'prisma/migrations'
const CLOSED_SETS = '20261127080000_closed_sets'

let folder: string
let url: string
let client: pg.Client

/** Makes a database of the release before. */
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-closed-sets-'))
  for (const name of readdirSync(MIGRATIONS)) {
    if (name < CLOSED_SETS) cpSync(path.join(MIGRATIONS, name), path.join(folder, name), { recursive: true })
  }
  const name = `closed_sets_${randomUUID().replaceAll('-', '')}`
  const own = new pg.Client({ connectionString: ownerUrl() })
  await own.connect()
  await own.query(`CREATE DATABASE ${name}`)
  await own.end()
  const address = new URL(ownerUrl())
  address.pathname = name
  url = address.href
  await migrate(url, folder)
  client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query("SET session_replication_role = 'replica'") // rows without those that they refer to
  cpSync(path.join(MIGRATIONS, CLOSED_SETS), path.join(folder, CLOSED_SETS), { recursive: true })
})
afterEach(async () => {
  await client.end()
  rmSync(folder, { recursive: true, force: true })
})

const insert = async (table: string, row: Record<string, unknown>) => {
  const names = Object.keys(row)
  const places = names.map((_, at) => `$${at + 1}`)
  await client.query(`INSERT INTO ${table} (${names.join()}) VALUES (${places.join()})`, Object.values(row))
}
const aTurn = (reason: string | null) =>
  insert('turns', { id: randomUUID(), qualification_id: randomUUID(), kind: 'SUSPENDED', reason, at: new Date() })

test('rows with values as text get them as enums', async () => {
  const [id, at] = [randomUUID(), new Date()]
  await aTurn('COMPLAINTS')
  await aTurn(null)
  const subject = { account_id: id, decided_by_id: id, decided_at: at, reason: 'OTHER' }
  const obstacles = ['IN_FORCE', 'LEGAL_HOLD']
  await insert('erasure_requests', { id, ...subject, requested_by_id: id, state: 'REFUSED', obstacles })
  const consent = { id, user_id: id, account_id: id, statement: 'PROVISION_TO_CARRIERS' }
  await insert('consents', { ...consent, text_version: '2024-10', locale: 'en' })
  await insert('access_case_files', { case_id: id, side: 'EMBLEM', file_id: id })

  expect(await migrate(url, folder)).toEqual([CLOSED_SETS])

  const { rows: turns } = await client.query('SELECT reason FROM turns ORDER BY reason NULLS LAST')
  expect(turns).toEqual([{ reason: 'COMPLAINTS' }, { reason: null }])
  const { rows } = await client.query(`
    SELECT r.obstacles::text[], r.reason, c.statement, f.side FROM erasure_requests r, consents c, access_case_files f`)
  expect(rows).toEqual([{ obstacles, reason: 'OTHER', statement: 'PROVISION_TO_CARRIERS', side: 'EMBLEM' }])
  await expect(aTurn('ANYTHING')).rejects.toThrow('invalid input value for enum "StandingReason"')
})

test('a value that no release wrote stops it, and all stays as it was', async () => {
  await aTurn('ANYTHING')
  await expect(migrate(url, folder)).rejects.toThrow(MigrationFailedError)
  const { rows } = await client.query(
    "SELECT reason, pg_typeof(reason)::text AS type FROM turns UNION SELECT typname, '' FROM pg_type WHERE typname = 'ExportSubject'",
  )
  expect(rows).toEqual([{ reason: 'ANYTHING', type: 'text' }])
})
