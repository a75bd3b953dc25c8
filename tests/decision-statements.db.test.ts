import { beforeEach, expect, test, vi } from 'vitest'
import { decide } from '@/app/(review)/queue/[qualificationId]/actions'
import { takeEffect } from '@/lib/review/decisions/take-effect'
import { currentReasons } from '@/lib/rulebook/registry'
import { emptyQueue } from '@/tests/factories/endings'
import { aColleague } from '@/tests/factories/people'
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

async function aDecision() {
  const { actor } = await aColleague()
  const { name, value } = await cookieFor(actor.sessionId)
  browser.cookies.set(name, { value })
  const claimed = await aClaimedQualification({ reviewer: actor })
  const { id } = claimed.qualification
  const form = new FormData()
  const sent = [
    ['qualificationId', id],
    ['revision', '1'],
    ['reasonsVersion', (await currentReasons()).version],
    ['goOn', 'NEXT'],
    ...claimed.parts.flatMap((part) => [
      ['parts', part.id],
      [`verdict:${part.id}`, 'ACCEPTED'],
    ]),
  ]
  for (const [key, text] of sent) form.append(key ?? '', text ?? '')
  return { id, send: () => decide(null, form) }
}

test('a decision and its next case take ten statements', async () => {
  await aSubmittedQualification()
  const { send } = await aDecision()
  let answer: Awaited<ReturnType<typeof send>> | undefined
  const statements = await statementsOf(async () => {
    answer = await send()
  })
  expect(answer).toMatchObject({ ok: true, value: { outcome: 'APPROVED', next: { text: expect.any(String) } } })
  console.log(statements.map((each, n) => `${n + 1}. ${each.slice(0, 150)}`).join('\n'))
  expect(statements).toHaveLength(10)
})

test('effect', async () => {
  const { id, send } = await aDecision()
  await send()
  await makeDue(id)
  const statements = await statementsOf(takeEffect)
  console.log(statements.map((each, n) => `${n + 1}. ${each.slice(0, 150)}`).join('\n'))
  expect(statements).toHaveLength(10)
})
