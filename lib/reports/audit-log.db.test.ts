import { describe, expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record'
import { DAY, dateIn, startOfDay } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { databaseTime, transaction } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { releaseClaim } from '@/lib/review/claims/release-claim'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readAuditLog } from './audit-log'
import { readActors } from './read-actors'
import { AuditFilters } from './schemas'

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
  test('shows when, who, what and about which reference, newest first', async () => {
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

  test('is narrowed to a person, and to days in Shanghai', async () => {
    const { reviewer, qualification } = await aStory()
    await aStory()
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    const mine = [{ action: 'review.released' }, { action: 'review.claimed' }]
    const today = dateIn(await databaseTime())
    const near = (days: number) => dateIn(new Date(startOfDay(today).getTime() + days * DAY))
    const of = async (filters: object) => (await log(auditor, { actor: reviewer.id, ...filters })).entries
    expect(await of({})).toMatchObject(mine)
    // The test may pass midnight: the days around today are certain.
    expect(await of({ from: near(-1), until: near(1) })).toMatchObject(mine)
    expect(await of({ from: near(2) })).toEqual([])
    expect(await of({ until: near(-1) })).toEqual([])
    expect(await of({ reference: qualification.reference })).toMatchObject(mine)
    expect((await log(auditor, { actor: newId() })).entries).toEqual([])
  })

  test('an invalid person or day narrows nothing', () => {
    expect(AuditFilters.parse({ actor: '周审核', from: '2026-13-01', until: '' })).toEqual({})
  })

  test('names the staff by whose events it is narrowed, in order, and shows another chosen person by the id', async () => {
    const auditor = await someStaff({ roles: ['AUDITOR'], name: '郑审计' })
    const other = await someStaff({ name: '安审核' })
    const applicant = await anApplicant()
    const names = (await readActors(auditor, other.id)).filter(({ id }) => [auditor.id, other.id].includes(id))
    expect(names).toEqual([
      { id: other.id, name: '安审核' },
      { id: auditor.id, name: '郑审计' },
    ])
    const [one, two] = [await someStaff({ name: '同名' }), await someStaff({ name: '同名' })]
    const shared = (await readActors(auditor, undefined)).filter(({ name }) => name.startsWith('同名'))
    expect(new Map(shared.map(({ id, name }) => [id, name]))).toEqual(
      new Map([one, two].map(({ id }) => [id, `同名 · ${id.slice(-4)}`])),
    )
    expect((await readActors(auditor, applicant.id)).at(-1)).toEqual({ id: applicant.id, name: applicant.id })
    await expect(readActors(await someStaff({ roles: ['LEAD'] }), undefined)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    })
  })

  test('is empty for a reference that does not exist', async () => {
    const auditor = await someStaff({ roles: ['AUDITOR'] })
    expect((await log(auditor, { reference: 'ZX-20260101-AAAAAA' })).entries).toEqual([])
  })

  test('is refused to people who may not read it', async () => {
    for (const actor of [await someStaff({ roles: ['LEAD'] }), await anApplicant()]) {
      await expect(log(actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    }
  })
})
