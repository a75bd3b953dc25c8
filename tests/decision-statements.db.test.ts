import { beforeEach, expect, test, vi } from 'vitest'
import { decide } from '@/app/(review)/queue/[qualificationId]/actions'
import { takeEffect } from '@/lib/review/decisions/take-effect'
import { savePhrase } from '@/lib/review/phrases/save-phrase'
import { currentReasons } from '@/lib/rulebook/registry'
import { emptyQueue } from '@/tests/factories/endings'
import { submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { aReading, readPortraitAs } from '@/tests/factories/readings'
import { aClaimedQualification, aSubmittedQualification } from '@/tests/factories/review'
import { makeDue } from '@/tests/factories/sent'
import { cookieFor } from '@/tests/setup/http'
import { statementsOf } from '@/tests/setup/statements'

const browser = vi.hoisted(() => ({ cookies: new Map<string, { value: string }>() }))
vi.mock('next/headers', () => ({
  headers: async () => new Headers({ 'Next-Action': 'some' }),
  cookies: async () => browser.cookies,
}))

beforeEach(emptyQueue)

/** Returns what sends a decision as the workbench does, and the statements that it took. */
async function aDecision() {
  const { actor } = await aColleague()
  const { name, value } = await cookieFor(actor.sessionId)
  browser.cookies.set(name, { value })
  const { qualification, parts } = await aClaimedQualification({ reviewer: actor })
  const form = new FormData()
  form.append('qualificationId', qualification.id)
  form.append('revision', '1')
  form.append('reasonsVersion', (await currentReasons()).version)
  form.append('goOn', 'NEXT')
  for (const { id } of parts) {
    form.append('parts', id)
    form.append(`verdict:${id}`, 'ACCEPTED')
  }
  const send = async () => {
    let answer: Awaited<ReturnType<typeof decide>> | undefined
    const statements = await statementsOf(async () => {
      answer = await decide(null, form)
    })
    return { answer, statements }
  }
  return { reviewer: actor, id: qualification.id, send }
}

const withNext = { ok: true, value: { outcome: 'APPROVED', next: { text: expect.any(String) } } }

/** Names the statements by what only they contain. A request takes no more than these. */
const OF_A_DECISION = [
  /FROM sessions .* INSERT INTO rate_limits/,
  /AS seen,/,
  /INSERT INTO pending_decisions .* UPDATE qualifications/,
  /^BEGIN$/,
  /FROM users .* FOR NO KEY UPDATE/,
  /FROM role_grants/,
  /INSERT INTO counted_reveals .* INSERT INTO audit_events/,
  /^COMMIT$/,
  /FROM judgement_drafts/,
  /FROM likenesses/,
].map((what) => expect.stringMatching(what))

test('a decision and its next case take ten statements', async () => {
  await aSubmittedQualification()
  const { send } = await aDecision()
  const { answer, statements } = await send()
  expect(answer).toMatchObject(withNext)
  expect(statements).toEqual(OF_A_DECISION)
})

test('no more where the next case has been read by a machine, and the reviewer has phrases', async () => {
  const { applicant, id } = await aReadyDraft()
  await readPortraitAs(id, aReading({ fields: { name: '王大明' } }))
  await submit(applicant, id)
  const { reviewer, send } = await aDecision()
  await savePhrase(reviewer, { text: '请重新拍摄' })
  const { answer, statements } = await send()
  expect(answer).toMatchObject(withNext)
  expect(JSON.stringify(answer)).toContain('请重新拍摄')
  expect(JSON.stringify(answer)).toContain('王大明')
  expect(statements).toEqual(OF_A_DECISION)
})

test('a decision takes effect in eight statements, the look for what is due included', async () => {
  const { id, send } = await aDecision()
  await send()
  await makeDue(id)
  const statements = await statementsOf(takeEffect)
  expect(statements).toEqual(
    [
      /FROM pending_decisions/,
      /^BEGIN$/,
      /FOR UPDATE SKIP LOCKED/,
      /DELETE FROM pending_decisions .* FROM role_grants/,
      /AS seen,/,
      /INSERT INTO decisions .* INSERT INTO audit_events/,
      /FROM memberships|phone_sealed/,
      /^COMMIT$/,
    ].map((what) => expect.stringMatching(what)),
  )
})
