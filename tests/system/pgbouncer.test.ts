import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { database, disconnect, snapshot, transaction } from '@/lib/db/client'
import { copyLines } from '@/lib/db/copy-lines'
import { type EmbeddedDatabase, loginsOf } from '@/lib/db/embedded'
import { Prisma } from '@/lib/db/generated/client'
import { asOwner } from '@/lib/db/owner'
import { takeSharedLock } from '@/lib/db/shared-lock'
import { atOneInstant } from '@/lib/db/snapshot'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { startMigrated } from '@/tests/setup/cluster'
import { ask, callAction, cookieFor, tusMetadata } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { hasPgbouncer, type Pooler, startPgbouncer } from '@/tests/setup/pgbouncer'
import { type System, startSystem } from '@/tests/setup/system'

/**
 * Leaves PgBouncer fewer connections than the portal has: a setting that a session retains would soon reach another.
 */
const CONNECTIONS = 4

let folder: string
let server: EmbeddedDatabase
let pooler: Pooler
let system: System
let headers: Record<string, string>
let qualificationId: string

beforeAll(async () => {
  if (!hasPgbouncer) return
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-pooled-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  const { application, owner } = loginsOf(server)
  pooler = await startPgbouncer(application, { connections: CONNECTIONS })
  system = await startSystem({ DATABASE_URL: pooler.url, DATABASE_OWNER_URL: owner, LOG_LEVEL: 'warn' })
  const { actor, accountId } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  headers = { cookie: `${name}=${value}` }
  qualificationId = (await aDraft({ ...actor, accountId })).id
})
afterAll(async () => {
  await system?.stop()
  await disconnect()
  await pooler?.stop()
  await server?.stop()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

const withPooler = test.skipIf(!hasPgbouncer)

/** Reads settings of the application's login, at the server itself. */
const connections = () =>
  asOwner(async (client) => {
    const { rows } = await client.query(
      "SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = 'zhunxin_app'",
    )
    return Number(rows[0]?.count)
  }, server.url())

withPooler('pages and actions share the few connections, statements with names among them', async () => {
  const asked = Array.from({ length: 60 }, (_, n) =>
    n % 3 === 0
      ? callAction(
          system.portal.url,
          'app/(applicant)/qualifications/[qualificationId]/actions.ts#withdraw',
          [['qualificationId', crypto.randomUUID()]],
          headers,
        )
      : ask(system.portal.url, '/qualifications', { headers }),
  )
  expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]))
  expect(await connections()).toBeLessThanOrEqual(CONNECTIONS)
})

withPooler('the worker lives, and its queues turn', async () => {
  const ready = await ask(system.portal.url, '/api/health/ready')
  expect(JSON.parse(ready.body)).toMatchObject({
    status: 'ok',
    warnings: expect.not.arrayContaining(['WORKER_MISSING']),
  })
  await vi.waitUntil(
    async () => {
      const [row] = await database().$queryRaw<[{ done: number }]>`
        SELECT count(*)::int AS done FROM pgboss.job WHERE state = 'completed' AND name NOT LIKE '\\_\\_%'`
      return row.done > 0
    },
    { timeout: 90_000, interval: 500 },
  )
})

withPooler('an upload in parts holds its lock across them', async () => {
  const raw = { width: 1300, height: 1000, channels: 3 } as const
  const bytes = await sharp(randomBytes(1300 * 1000 * 3), { raw })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const tus = { ...headers, origin: system.portal.url, 'Tus-Resumable': '1.0.0' }
  const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: '正面.png' })
  const started = await fetch(new URL('/api/tus', system.portal.url), {
    method: 'POST',
    headers: { ...tus, 'Upload-Length': `${bytes.length}`, 'Upload-Metadata': metadata },
  })
  const place = new URL(started.headers.get('location') ?? '', system.portal.url)
  const half = Math.floor(bytes.length / 2)
  const send = (offset: number, part: Buffer) =>
    fetch(place, {
      method: 'PATCH',
      headers: { ...tus, 'Upload-Offset': `${offset}`, 'Content-Type': 'application/offset+octet-stream' },
      body: new Uint8Array(part),
    })
  expect((await send(0, bytes.subarray(0, half))).status).toBe(204)
  expect((await send(half, bytes.subarray(half))).status).toBe(200)
})

withPooler('what a session holds, a stream, a snapshot and a transaction are whole', async () => {
  const onWanted = vi.fn()
  const letGo = await takeSharedLock('pooled', { onWanted })
  await Promise.all(Array.from({ length: 20 }, () => database().$queryRaw`SELECT pg_sleep(0.05)::text`))
  const held = await asOwner(
    async (client) =>
      (await client.query("SELECT pg_try_advisory_lock(72707371, hashtext('pooled')) AS taken")).rows[0]?.taken,
    server.url(),
  )
  expect(held).toBe(false)
  await asOwner((client) => client.query("SELECT pg_notify('zhunxin_lock_wanted', 'another pooled')"), server.url())
  await vi.waitUntil(() => onWanted.mock.calls.length > 0, PATIENCE)
  await letGo()

  const lines = await copyLines(Prisma.sql`SELECT n::text FROM generate_series(1, 5000) AS n`)
  expect(Buffer.concat(lines).toString().split('\n')).toHaveLength(5_001)
  const rows = await atOneInstant(async ({ rows }) => {
    let count = 0
    for await (const some of rows('SELECT generate_series(1, 9000)')) count += some.length
    return count
  })
  expect(rows).toBe(9_000)
  const xids = await Promise.all(
    Array.from({ length: 20 }, () =>
      transaction(async (tx) => {
        const askXid = async () => (await tx.$queryRaw<[{ xid: string }]>`SELECT txid_current()::text AS xid`)[0].xid
        const first = await askXid()
        return first === (await askXid())
      }),
    ),
  )
  expect(new Set(xids)).toEqual(new Set([true]))
  const [level] = await snapshot((tx) => tx.$queryRaw<[{ transaction_isolation: string }]>`SHOW transaction_isolation`)
  expect(level.transaction_isolation).toBe('repeatable read')
})

withPooler('nothing of all that was a bug', () => {
  expect(system.portal.output()).not.toMatch(/"msg":"bug"/)
})
