import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { installationId } from '@/lib/core/installation-id'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { singleInstance } from './single-instance'

const URL = process.env.DATABASE_URL ?? ''
const LOCK = `SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE a.datname = current_database() AND l.locktype = 'advisory' AND l.classid = 72707370 AND l.granted`

let folder: string
let other: pg.Client
const ends: (() => Promise<unknown>)[] = []
const onStop = (end: () => Promise<unknown>) => void ends.push(end)

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-only-one-'))
  other = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL ?? '' })
  await other.connect()
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  await other.end()
  rmSync(folder, { recursive: true, force: true })
})

const holders = async () => (await other.query<{ pid: number }>(LOCK)).rows.map(({ pid }) => pid)

test('a second portal on a folder is refused, also on a copy of it; one on another folder is not', async () => {
  await singleInstance(onStop)(URL, folder)
  await expect(singleInstance(onStop)(URL, folder)).rejects.toThrow(/Another portal runs on the data folder/)

  const copy = mkdtempSync(path.join(folder, 'copy-'))
  copyFileSync(path.join(folder, 'installation-id'), path.join(copy, 'installation-id'))
  await expect(singleInstance(onStop)(URL, copy)).rejects.toThrow(/installation-id/)
  rmSync(path.join(copy, 'installation-id'))
  await singleInstance(onStop)(URL, copy)
})

test('a portal whose connection was lost holds its folder again, and lets it go when it stops', async () => {
  await singleInstance(onStop)(URL, folder)
  const [before] = await holders()
  await other.query('SELECT pg_terminate_backend($1)', [before])

  await vi.waitUntil(async () => (await holders()).some((pid) => pid !== before), PATIENCE)
  await expect(singleInstance(onStop)(URL, folder)).rejects.toThrow(/Another portal/)

  for (const end of ends.splice(0)) await end()
  await vi.waitUntil(async () => (await holders()).length === 0, PATIENCE)
  await singleInstance(onStop)(URL, folder)
})

test('if another took the folder meanwhile, the one that lost it stops', async () => {
  const onLost = vi.fn()
  await singleInstance(onStop, onLost)(URL, folder)
  const [before] = await holders()
  const waiting = other.query('SELECT pg_advisory_lock(72707370, hashtext($1))', [await installationId(folder)])
  const third = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL ?? '' })
  await third.connect()
  await third.query('SELECT pg_terminate_backend($1)', [before])
  await third.end()
  await waiting

  await vi.waitUntil(() => onLost.mock.calls.length > 0, PATIENCE)
  expect(String(onLost.mock.calls[0]?.[0])).toMatch(/Another portal runs on the data folder/)
})
