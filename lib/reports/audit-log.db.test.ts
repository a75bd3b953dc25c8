import type { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record'
import { transaction } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claim-qualification'
import { releaseClaim } from '@/lib/review/release-claim'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readAuditLog } from './audit-log'
import { type AuditExportWords, exportAuditLog } from './export-audit-log'
import { AuditFilters } from './schemas'

const WORDS: AuditExportWords = {
  columns: [
    '时间',
    '事件',
    '事件代码',
    '操作者类型',
    '操作者',
    '操作者编号',
    '业务编号',
    '对象编号',
    '内容',
    '事件编号',
  ],
  action: (code) => `〔${code}〕`,
  actorKind: (kind) => kind,
}
const log = async (actor: Awaited<ReturnType<typeof someStaff>>, filters: object = {}) =>
  readAuditLog(actor, AuditFilters.parse(filters))

async function aStory(name = '周审核') {
  const reviewer = await someStaff({ name })
  const { qualification } = await aSubmittedQualification()
  await claimQualification(reviewer, { qualificationId: qualification.id })
  await releaseClaim(reviewer, { qualificationId: qualification.id })
  return { reviewer, qualification }
}

async function manyEvents(count: number) {
  const actor = await someStaff()
  const event = { action: 'staff.enabled', subjectId: actor.id, data: {} } as const
  for (let left = count; left > 0; left -= 500) {
    await transaction(async (tx) => {
      for (let i = 0; i < Math.min(left, 500); i++) await recordAudit(tx, actor, event)
    })
  }
}

describe('the audit log', () => {
  test('says when, who, what and about which reference, newest first', async () => {
    const { reviewer, qualification } = await aStory()
    const { entries, next } = await log(await someStaff({ roles: ['AUDITOR'] }), { reference: qualification.reference })
    expect(entries).toMatchObject([
      { action: 'review.released', actorId: reviewer.id, actorName: '周审核', reference: qualification.reference },
      { action: 'review.claimed', actorId: reviewer.id, actorName: '周审核', reference: qualification.reference },
    ])
    expect(next).toBeNull()
  })

  test('is read in pages that neither repeat nor skip', async () => {
    await manyEvents(120)
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    const seen = []
    let before: string | undefined
    do {
      const page = await log(auditor, { before, action: 'staff.enabled' })
      seen.push(...page.entries)
      before = page.next ?? undefined
    } while (before)
    expect(seen).toHaveLength(120)
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120)
  })

  test('of a reference that there is not is empty', async () => {
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    expect((await log(auditor, { reference: 'ZX-20260101-AAAAAA' })).entries).toEqual([])
  })

  test('is refused to who may not read it', async () => {
    for (const actor of [await someStaff({ roles: ['LEAD'] }), await anApplicant()]) {
      await expect(log(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
      await expect(exportAuditLog(actor, {}, WORDS)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})

describe('its export', () => {
  test('begins with a byte order mark, keeps Chinese, and ends with its own event', async () => {
    const { qualification } = await aStory('=cmd|王')
    const admin = await someStaff({ roles: ['ADMIN'], name: '管理员' })
    const csv = (await buffer(await exportAuditLog(admin, {}, WORDS))).toString('utf8')

    expect(csv.startsWith('\uFEFF时间,事件,')).toBe(true)
    const lines = csv.split('\r\n')
    expect(lines.at(-1)).toBe('')
    expect(lines.at(-2)).toContain('audit.exported')
    expect(lines.at(-2)).toContain('管理员')
    const claimed = lines.find((line) => line.includes('review.claimed') && line.includes(qualification.reference))
    expect(claimed).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3},〔review\.claimed〕,review\.claimed,PERSON,"'=cmd\|王",/,
    )
  })

  test('can be narrowed, and says to what', async () => {
    const { qualification } = await aStory()
    const admin = await someStaff({ roles: ['ADMIN'] })
    const filters = { reference: qualification.reference, action: 'review.claimed' } as const
    const lines = (await text(await exportAuditLog(admin, filters, WORDS))).split('\r\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('review.claimed')
    const { entries } = await log(admin, { action: 'audit.exported' })
    expect(entries[0]).toMatchObject({ actorId: admin.id, subjectId: null })
  })

  test('of a reference that there is not is refused: its event would say that everything left', async () => {
    const admin = await someStaff({ roles: ['ADMIN'] })
    const attempt = exportAuditLog(admin, { reference: 'ZX-20260101-AAAAAA' }, WORDS)
    await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const { entries } = await log(admin, { action: 'audit.exported' })
    expect(entries.filter(({ actorId }) => actorId === admin.id)).toEqual([])
  })

  test('has each event once across batches, none after it began, and reads only as fast as it is taken', async () => {
    await manyEvents(4_500)
    const admin = await someStaff({ roles: ['ADMIN'] })
    const stream: Readable = await exportAuditLog(admin, { action: 'staff.enabled' }, WORDS)
    await manyEvents(3)
    expect(stream.readableLength).toBe(0)
    const ids = (await text(stream))
      .split('\r\n')
      .slice(1, -1)
      .map((line) => line.slice(line.lastIndexOf(',') + 1))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(4_500 + 120)
  }, 60_000)
})
