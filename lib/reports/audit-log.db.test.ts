import { describe, expect, test } from 'vitest'
import { recordAudit } from '@/lib/audit/record'
import { transaction } from '@/lib/db/client'
import { claimQualification } from '@/lib/review/claim-qualification'
import { releaseClaim } from '@/lib/review/release-claim'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { readAuditLog } from './audit-log'
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
    }
  })
})
