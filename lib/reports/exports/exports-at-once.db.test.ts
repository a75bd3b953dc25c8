import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { verifyBundle } from '@/lib/audit-log/verifier/verify.mjs'
import { dateIn } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { manyEventsOf } from '@/tests/factories/events'
import { IDENTITY } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { unzipped } from '@/tests/setup/unzipped'
import { cancelExport } from './cancel-export'
import { MAX_COUNTED_ROWS } from './formats'
import { countExport, readOwnExports } from './read-exports'
import { runNextExport } from './run-exports'
import { RequestExportInput } from './schemas'
import { type Asked, anAdministrator, ask, contentOf, requestLong, textOf } from './testing/requests'

const lastEvent = (action: string, actorId: string) =>
  database().auditEvent.findFirst({ where: { action, actorId }, orderBy: [{ at: 'desc' }, { id: 'desc' }] })
async function openTransactions(): Promise<number> {
  const [row] = await database().$queryRaw<[{ count: number }]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND xact_start IS NOT NULL`
  return row.count
}

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
