import { createTranslator } from 'use-intl/core'
import { expect, test } from 'vitest'
import { HOME_ZONE } from '@/lib/core/clock'
import { FORMATS } from '@/lib/core/languages/formats'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { database, transaction } from '@/lib/db/client'
import { withdrawQualification } from '@/lib/qualifications/standing/withdraw-qualification'
import { aClaimedQualification, aSubmittedQualification, judgementsOf, someStaff } from '@/tests/factories/review'
import { aSentDecision } from '@/tests/factories/sent'
import { decideQualification } from '../decisions/decide-qualification'
import { undoDecision } from '../decisions/undo-decision'
import { claimConflict } from './claim-conflict'
import { expireClaims } from './expire-claims'
import { releaseClaim } from './release-claim'
import { renewLease } from './renew-lease'

type Code = Parameters<typeof claimConflict>[1]

const refusalOf = (id: string, code: Code = 'CLAIM_LOST') => transaction((tx) => claimConflict(tx, code, id))

/** Creates a case with a decision of its reviewer, who is 苏合: accepted, or its letter refused for a reason. */
async function aDecided(reason?: string) {
  const reviewer = await someStaff({ name: '苏合' })
  const claimed = await aClaimedQualification({ reviewer })
  const { id } = claimed.qualification
  await decideQualification(reviewer, { qualificationId: id, revision: 1, parts: judgementsOf(claimed.parts, reason) })
  const { decidedAt } = await database().decision.findFirstOrThrow({ where: { submissionId: claimed.submissionId } })
  return { ...claimed, id, at: decidedAt.getTime() }
}

test.each([
  ['APPROVED', undefined],
  ['CHANGES_REQUESTED', 'BLURRED'],
  ['REJECTED', 'SUSPECTED_FORGERY'],
])('who comes after a decision learns of it: %s, by whom and when', async (now, reason) => {
  const { id, at, reviewer } = await aDecided(reason)
  const params = { now, by: 'NAMED', name: '苏合', at }
  await expect(renewLease(reviewer, { qualificationId: id })).rejects.toMatchObject({ code: 'CASE_CHANGED', params })
})

test('of two leads who take a case back at once, the slower one learns that it is free, and by whom', async () => {
  const { qualification } = await aClaimedQualification()
  const leads = await Promise.all(['周岚', '林远'].map((name) => someStaff({ roles: ['LEAD'], name })))
  const input = { qualificationId: qualification.id, reason: 'ABSENT' } as const
  const both = await Promise.allSettled(leads.map((lead) => releaseClaim(lead, input)))
  const won = both.findIndex(({ status }) => status === 'fulfilled')
  const [lost] = both.filter((one) => one.status === 'rejected')
  expect(lost?.reason).toMatchObject({
    code: 'CLAIM_LOST',
    params: { now: 'RELEASED', name: won === 0 ? '周岚' : '林远', at: expect.any(Number) },
  })
})

test('a case whose claim lapsed waits; one that was withdrawn says so; a later status is no decision', async () => {
  const lapsed = await aClaimedQualification({ leaseMinutes: -1 })
  const waits = { code: 'CLAIM_LOST', params: { now: 'FREE', at: '' } }
  expect(await refusalOf(lapsed.qualification.id)).toMatchObject(waits)
  await expireClaims()
  expect(await refusalOf(lapsed.qualification.id)).toMatchObject(waits)
  expect(await refusalOf(lapsed.qualification.id, 'HELD_BY_OTHER')).toMatchObject({ code: 'CASE_CHANGED' })

  const { applicant, qualification } = await aSubmittedQualification()
  await withdrawQualification(applicant, { qualificationId: qualification.id })
  const withdrawn = { now: 'WITHDRAWN', by: 'NOBODY_NAMED', name: '', at: expect.any(Number) }
  expect(await refusalOf(qualification.id)).toMatchObject({ code: 'CASE_CHANGED', params: withdrawn })

  const { id } = await aDecided()
  await database().qualification.update({ where: { id }, data: { status: 'REVOKED' } })
  expect(await refusalOf(id)).toMatchObject({ code: 'CASE_CHANGED', params: { now: 'CLOSED' } })
})

test('who undoes a decision too late learns what became of it', async () => {
  const { id, reviewer } = await aSentDecision()
  const lead = await someStaff({ roles: ['LEAD'], name: '周岚' })
  await releaseClaim(lead, { qualificationId: id, reason: 'URGENT' })
  await expect(undoDecision(reviewer, { qualificationId: id })).rejects.toMatchObject({
    code: 'UNDO_TOO_LATE',
    params: { now: 'RELEASED', name: '周岚' },
  })
})

const CODES: readonly Code[] = ['CLAIM_LOST', 'HELD_BY_OTHER', 'CASE_CHANGED', 'UNDO_TOO_LATE']

test.each(LOCALES)('each code is a sentence with the person and the moment: %s', async (locale) => {
  const messages = (await messagesOf(locale, ['errors'])) as unknown as Record<string, string>
  const onError = (error: Error) => {
    throw error
  }
  const say = createTranslator<Record<string, string>>({
    locale,
    messages,
    formats: FORMATS,
    timeZone: HOME_ZONE,
    onError,
  })
  const params = { now: 'HELD', by: 'NAMED', name: '苏合', at: Date.parse('2026-11-28T02:42:00Z') }
  for (const code of CODES) expect(say<string>(`errors.${code}`, params)).toMatch(/苏合.*2026.*10:42/)
})
