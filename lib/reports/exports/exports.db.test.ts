import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { PersonActor } from '@/lib/actor/actor'
import { verifyBundle } from '@/lib/audit-log/verifier/verify.mjs'
import { dateIn } from '@/lib/core/clock'
import { database, type Tx } from '@/lib/db/client'
import { collectOrphans } from '@/lib/documents/collect-orphans'
import { blobStore } from '@/lib/storage/blob-store'
import { eventsAbout } from '@/tests/factories/audit'
import { manyEventsOf } from '@/tests/factories/events'
import { IDENTITY } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { interleaveWith, someoneWaitsForALock } from '@/tests/setup/interleave'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { unzipped } from '@/tests/setup/unzipped'
import { cancelExport } from './cancel-export'
import { MAX_COUNTED_ROWS } from './formats'
import { openExport } from './open-export'
import { countExport, readOwnExports } from './read-exports'
import { removeExports } from './remove-exports'
import { requestExport } from './request-export'
import { runNextExport } from './run-exports'
import { RequestExportInput } from './schemas'

type Asked = Partial<Record<keyof RequestExportInput, string>>
const input = (given: Asked) => RequestExportInput.parse({ subject: 'AUDIT', format: 'CSV', ...given })
const ask = (actor: PersonActor, given: Asked = {}, atOnce?: number) =>
  requestExport(actor, input(given), { locale: 'zh-CN', ...(atOnce === undefined ? {} : { atOnce }) })

async function contentOf(actor: PersonActor, given: Asked = {}): Promise<Readable> {
  const asked = await ask(actor, given)
  if (asked.id !== null) throw new Error('It was to be sent at once')
  return asked.content
}
const textOf = async (actor: PersonActor, given: Asked = {}) =>
  (await buffer(await contentOf(actor, given))).toString('utf8')
/** Requests an export that the worker writes. */
async function requestLong(actor: PersonActor, given: Asked = {}): Promise<string> {
  const { id } = await ask(actor, given, -1)
  return id ?? ''
}
const lastEvent = (action: string, actorId: string) =>
  database().auditEvent.findFirst({ where: { action, actorId }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
async function openTransactions(): Promise<number> {
  const [row] = await database().$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND xact_start IS NOT NULL`
  return row.count
}
const anAdministrator = (name = '管理员') => someStaff({ roles: ['ADMIN'], name })

describe('the audit log', () => {
  test('as CSV starts with a byte order mark, preserves Chinese, makes formulas text, and ends with its own event', async () => {
    const clerk = await someStaff({ name: '=cmd|王' })
    await manyEventsOf(clerk, 1)
    const admin = await anAdministrator()
    const lines = (await textOf(admin)).split('\r\n')
    expect(lines[0]?.startsWith('\uFEFF时间（北京时间）,事件,')).toBe(true)
    expect(lines.at(-1)).toBe('')
    expect(lines.at(-2)).toContain('audit.exported')
    expect(lines.at(-2)).toContain('管理员')
    const line = lines.find((one) => one.includes('review.claimed') && one.includes(clerk.id))
    expect(line).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3},[^,]+,review\.claimed,[^,]+,"'=cmd\|王",/)
  })

  test('is filtered by period, action, reference and actor; its event records the filters and the number of rows', async () => {
    const clerk = await someStaff()
    await manyEventsOf(clerk, 3)
    const { qualification } = await aSubmittedQualification()
    const admin = await anAdministrator()
    const today = dateIn(new Date())
    expect(
      (await textOf(admin, { actor: clerk.id, action: 'review.claimed', from: today, until: today })).split('\r\n'),
    ).toHaveLength(5)
    expect(await lastEvent('audit.exported', admin.id)).toMatchObject({
      version: 3,
      capabilities: ['audit.export'],
      data: {
        format: 'CSV',
        rows: 3,
        actions: ['review.claimed'],
        actorId: clerk.id,
        qualificationId: null,
      },
    })
    expect((await textOf(admin, { actor: clerk.id, until: '2020-01-01' })).split('\r\n')).toHaveLength(2)
    await textOf(admin, { reference: qualification.reference })
    const event = await lastEvent('audit.exported', admin.id)
    expect(event?.data).toMatchObject({ qualificationId: qualification.id })
    const nowhere = ask(admin, { reference: 'ZX-20260101-AAAAAA' })
    await expect(nowhere).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await lastEvent('audit.exported', admin.id))?.id).toBe(event?.id)
  })

  test('has each event once, in the order of the log, and none after its start, while events are recorded', async () => {
    const clerk = await someStaff()
    for (let batch = 0; batch < 3; batch++) await manyEventsOf(clerk, 3_100) // they overlap: some have the same time
    const admin = await anAdministrator()
    const stream = await contentOf(admin, { action: 'review.claimed', actor: clerk.id })
    await pause(10) // the next line's events are some milliseconds later
    await manyEventsOf(clerk, 3)
    const order = await database().$queryRaw<{ id: string }[]>`
      SELECT id FROM audit_events WHERE actor_id = ${clerk.id}::uuid AND action = 'review.claimed' ORDER BY at, id LIMIT 9300`
    const ids = (await text(stream))
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.slice(line.lastIndexOf(',') + 1))
    expect(ids).toEqual(order.map(({ id }) => id))
  })

  test('sent at once, it holds no transaction for a slow reader, and little in memory', async () => {
    const clerk = await someStaff()
    await manyEventsOf(clerk, 15_000)
    const stream = await contentOf(await anAdministrator(), { action: 'review.claimed', actor: clerk.id })
    let first = ''
    while (!first.includes('review.claimed')) {
      await once(stream, 'readable')
      first += String(stream.read())
    }
    await expect.poll(openTransactions).toBe(0)
    expect(stream.readableLength).toBeLessThan(1_000_000)
    expect(`${first}${await text(stream)}`.split('\r\n')).toHaveLength(15_002)
  })

  test('of any length it is sent at once; its end records how much was sent', async () => {
    const clerk = await someStaff()
    await manyEventsOf(clerk, MAX_COUNTED_ROWS + 1)
    const admin = await anAdministrator()
    const about = { action: 'review.claimed', actor: clerk.id }
    const sent = await buffer(await contentOf(admin, about))
    const asked = await lastEvent('audit.exported', admin.id)
    expect(asked).toMatchObject({ data: { rows: null } })
    const { exportId } = z.object({ exportId: z.uuid() }).parse(asked?.data)
    const data = { rows: MAX_COUNTED_ROWS + 1, bytes: sent.length }
    expect(await eventsAbout(exportId, 'export.sent')).toMatchObject([{ actorId: admin.id, data }])
    const { id } = await ask(admin, { ...about, format: 'XLSX' }) // which the worker writes
    await cancelExport(admin, { exportId: id ?? '' })
  })

  test('that breaks off is recorded with what was sent until then, and leaves nothing open', async () => {
    const clerk = await someStaff()
    await manyEventsOf(clerk, 9_000)
    const admin = await anAdministrator()
    const stream = await contentOf(admin, { action: 'review.claimed', actor: clerk.id })
    for await (const piece of stream) if (String(piece).includes('review.claimed')) break
    await expect.poll(() => lastEvent('export.broken_off', admin.id)).not.toBeNull()
    const { rows, bytes } = z
      .object({ rows: z.int().positive(), bytes: z.int().positive() })
      .parse((await lastEvent('export.broken_off', admin.id))?.data)
    expect(rows).toBeLessThan(9_000)
    expect(bytes).toBeLessThan(2_000_000)
    expect(await lastEvent('export.sent', admin.id)).toBeNull()
    await expect.poll(openTransactions).toBe(0)
  })

  test('as JSON Lines fits its published schema', async () => {
    const admin = await anAdministrator('管"理\\员')
    await aSubmittedQualification()
    const schema = z.fromJSONSchema(JSON.parse(readFileSync('docs/schemas/audit.schema.json', 'utf8')))
    const lines = (await textOf(admin, { format: 'JSONL' }))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.length).toBeGreaterThan(3)
    for (const line of lines) schema.parse(line)
    expect(() => schema.parse({ ...lines[0], more: 1 })).toThrow()
    expect(lines.at(-1)).toMatchObject({
      action: 'audit.exported',
      actor: { name: '管"理\\员', capabilities: ['audit.export'] },
    })
  })

  test('as a workbook has the same rows', async () => {
    const clerk = await someStaff({ name: '@SUM(翀𬱖)' })
    await manyEventsOf(clerk, 2)
    const admin = await anAdministrator()
    const files = unzipped(
      await buffer(await contentOf(admin, { format: 'XLSX', actor: clerk.id, action: 'review.claimed' })),
    )
    const sheet = files.get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? ''
    expect(sheet.match(/<row>/g)).toHaveLength(3)
    expect(sheet.match(/s="3"><is><t xml:space="preserve">@SUM\(翀𬱖\)</g)).toHaveLength(2)
    expect(sheet).toMatch(/<c s="2"><v>4\d{4}\.\d+<\/v><\/c>/)
  })
})

test('the log can be exported as a proof bundle, and no other subject can', async () => {
  const clerk = await someStaff()
  await manyEventsOf(clerk, 5)
  const admin = await anAdministrator()
  const about = { format: 'BUNDLE', actor: clerk.id }
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'zhunxin-export-')), 'bundle.zip')
  writeFileSync(file, await buffer(await contentOf(admin, about)))
  expect(await verifyBundle(file)).toMatchObject({ isWell: true, entries: 5 })
  const id = await requestLong(admin, about)
  await runNextExport()
  expect((await readOwnExports(admin)).exports).toMatchObject([{ id, state: 'READY', done: 5 }])
  expect(RequestExportInput.safeParse({ subject: 'QUALIFICATIONS', format: 'BUNDLE' }).success).toBe(false)
})

describe('the qualifications', () => {
  test('are masked, with state and times, and only those that were submitted', async () => {
    const { qualification } = await aSubmittedQualification()
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    const about = { subject: 'QUALIFICATIONS', reference: qualification.reference, format: 'JSONL' }
    const schema = z.fromJSONSchema(JSON.parse(readFileSync('docs/schemas/qualifications.schema.json', 'utf8')))
    const [line] = (await textOf(auditor, about))
      .trimEnd()
      .split('\n')
      .map((one) => JSON.parse(one))
    expect(schema.parse(line)).toMatchObject({
      reference: qualification.reference,
      status: 'SUBMITTED',
      name: '王**',
      number: `${IDENTITY['person.idNumber']?.slice(0, 4)}**********${IDENTITY['person.idNumber']?.slice(-4)}`,
      phone: '138****8000',
      decision: null,
    })
    expect(await lastEvent('qualifications.exported', auditor.id)).toMatchObject({
      data: { format: 'JSONL', rows: 1, qualificationId: qualification.id, status: null },
    })
    const csv = await textOf(auditor, { ...about, format: 'CSV' })
    expect(csv.split('\r\n')).toHaveLength(3)
    expect(csv).not.toContain(IDENTITY['person.name'])
    expect(csv).not.toContain(IDENTITY['person.idNumber'])
    expect(csv).toContain(',138****8000,')
    expect(
      await countExport(auditor, 'QUALIFICATIONS', { reference: qualification.reference, status: 'APPROVED' }),
    ).toBe(0)

    await database().qualification.update({ where: { id: qualification.id }, data: { firstSubmittedAt: null } })
    await expect(ask(auditor, about as Asked)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('unmasked they require the right, a reason and a fresh factor, and are an event of their own', async () => {
    const { qualification } = await aSubmittedQualification()
    const about = {
      subject: 'QUALIFICATIONS',
      reference: qualification.reference,
      unmasked: 'yes',
      reason: 'INSPECTION',
    }
    const admin = await anAdministrator()
    const csv = await textOf(admin, about)
    expect(csv).toContain(IDENTITY['person.name'])
    expect(csv).toContain(IDENTITY['person.idNumber'])
    expect(await lastEvent('qualifications.exported_unmasked', admin.id)).toMatchObject({
      capabilities: ['report.unmask'],
      data: { reason: 'INSPECTION', rows: 1 },
    })
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    await expect(ask(auditor, about)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    const { reason: _, ...bare } = about
    await expect(ask(admin, bare)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    const stale = {
      ...admin,
      assurance: { factors: [{ factor: 'TOTP' as const, at: new Date(Date.now() - 16 * 60_000) }] },
    }
    await expect(ask(stale, about)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
    expect(await textOf(stale, { ...about, unmasked: undefined as never })).not.toContain(IDENTITY['person.name'])
  })
})

test('nobody else exports anything', async () => {
  for (const actor of [await someStaff(), await someStaff({ roles: ['LEAD'] }), await anApplicant()]) {
    for (const subject of ['AUDIT', 'QUALIFICATIONS'] as const) {
      await expect(ask(actor, { subject })).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(countExport(actor, subject, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
    await expect(readOwnExports(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})

describe('a long export', () => {
  const read = async (actor: PersonActor, exportId: string) =>
    text(await (await openExport(actor, { exportId })).read())

  test('is written by the worker, sealed, and opens only for the person who requested it', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    expect((await readOwnExports(admin)).exports).toMatchObject([{ id, state: 'WAITING', expected: 0 }])
    await expect(openExport(admin, { exportId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await runNextExport()).toBe(true)
    expect(await runNextExport()).toBe(false)

    const { blobId, keptUntil, size } = await database().export.findUniqueOrThrow({ where: { id } })
    expect(Math.abs((keptUntil?.getTime() ?? 0) - Date.now() - 7 * 86_400_000)).toBeLessThan(60_000)
    const content = await read(admin, id)
    expect(content).toContain('audit.exported')
    expect((await buffer(await (await openExport(admin, { exportId: id })).read())).length).toBe(Number(size))
    expect((await buffer(await blobStore().open(blobId ?? ''))).includes('audit.exported')).toBe(false)
    expect((await collectOrphans()).found).toBe(0)
    const events = [await eventsAbout(id, 'export.finished'), await eventsAbout(id, 'export.downloaded')]
    expect(events).toMatchObject([[{ actorKind: 'SYSTEM', data: { rows: 1 } }], [{ actorId: admin.id }, {}]])

    await expect(read(await anAdministrator(), id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(read({ ...admin, capabilities: ['report.export'] }, id)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await readOwnExports(await anAdministrator())).exports).toEqual([])
  })

  test('is deleted after seven days, its key first', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    await runNextExport()
    await removeExports()
    const { blobId, dataKeyId } = await database().export.findUniqueOrThrow({ where: { id } })
    await database().export.update({ where: { id }, data: { keptUntil: new Date(Date.now() - 1_000) } })
    await expect(read(admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await removeExports()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'REMOVED' }])
    expect(await blobStore().has(blobId ?? '')).toBe(false)
    expect((await database().dataKey.findUniqueOrThrow({ where: { id: dataKeyId ?? '' } })).wrapped).toHaveLength(0)
  })

  test('unmasked it requires a fresh factor again, and is deleted after an erasure', async () => {
    const { qualification } = await aSubmittedQualification()
    const admin = await anAdministrator()
    const id = await requestLong(admin, {
      subject: 'QUALIFICATIONS',
      reference: qualification.reference,
      unmasked: 'yes',
      reason: 'DISPUTE',
    })
    await runNextExport()
    expect(await read(admin, id)).toContain(IDENTITY['person.name'])
    const stale = { ...admin, assurance: { factors: [] } }
    await expect(read(stale, id)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
    const { accountId } = await database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
    const erasure = {
      id: randomUUID(),
      accountId,
      scopes: ['DETAILS' as const],
      cause: 'RETENTION' as const,
      record: {},
    }
    await database().erasure.create({ data: { ...erasure, at: new Date(Date.now() + 1_000) } })
    await expect(read(admin, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await removeExports()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'REMOVED' }])
  })

  test('can be cancelled until it is ready, by the person who requested it', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin)
    const other = cancelExport(await anAdministrator(), { exportId: id })
    await expect(other).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await cancelExport(admin, { exportId: id })
    expect(await runNextExport()).toBe(false)
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'CANCELLED' }])
    expect(await eventsAbout(id, 'export.cancelled')).toMatchObject([{ actorId: admin.id }])
    await expect(cancelExport(admin, { exportId: id })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  })

  test('one that is ready meanwhile is not cancelled, and one that was cancelled meanwhile is not stored', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    const becomes = (data: object) => (tx: Tx) => tx.export.update({ where: { id }, data })
    const cancelling = interleaveWith(becomes({ state: 'FAILED', failure: 'STORE' }), () =>
      cancelExport(admin, { exportId: id }),
    )
    await expect(cancelling).rejects.toMatchObject({ code: 'CONFLICT' })
    await database().export.update({ where: { id }, data: { state: 'WAITING', failure: null } })
    const { making } = await database().$transaction(async (tx) => {
      await tx.$executeRaw`LOCK TABLE data_keys IN SHARE MODE` // where the worker stores the key at the end
      const making = runNextExport()
      await vi.waitUntil(someoneWaitsForALock, PATIENCE)
      await cancelExport(admin, { exportId: id })
      return { making }
    })
    expect(await making).toBe(true)
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'CANCELLED' }])
    expect(await eventsAbout(id, 'export.finished')).toEqual([])
  })

  test('is not written for a person who lost the right, and says so', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin)
    await database().roleGrant.deleteMany({ where: { userId: admin.id } })
    await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'FAILED', failure: 'NOT_ALLOWED' }])
    expect(await eventsAbout(id, 'export.failed')).toMatchObject([{ data: { failure: 'NOT_ALLOWED' } }])
  })

  test('is claimed again when its process was killed, three times at most', async () => {
    const admin = await anAdministrator()
    const id = await requestLong(admin, { actor: admin.id })
    const killed = (attempts: number) =>
      database().export.update({
        where: { id },
        data: { state: 'RUNNING', attempts, heldUntil: new Date(Date.now() - 1_000), blobId: randomUUID() },
      })
    await killed(3)
    await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'FAILED', failure: 'GAVE_UP' }])
    await database().export.update({ where: { id }, data: { failure: null, state: 'WAITING', finishedAt: null } })
    await killed(1)
    await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'READY', done: 1 }])
  })

  test('a worker that stops releases it to another', async () => {
    const admin = await anAdministrator()
    const clerk = await someStaff()
    await manyEventsOf(clerk, 4_100)
    await requestLong(admin, { actor: clerk.id })
    const stopping = new AbortController()
    const running = runNextExport(stopping.signal)
    await new Promise((resolve) => setTimeout(resolve, 20))
    stopping.abort()
    const isOver = await running
    const [one] = (await readOwnExports(admin)).exports
    expect(one?.state).toBe(isOver ? 'READY' : 'WAITING')
    if (!isOver) await runNextExport()
    expect((await readOwnExports(admin)).exports).toMatchObject([{ state: 'READY', done: 4_100 }])
  })
})
