import { expect, test } from 'vitest'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import { doneOf } from '@/lib/core/forms/confirmed'
import { waitingStep } from './waiting-step'

const failed = (error: ActionFailure['error'], more: Partial<ActionFailure> = {}): ActionFailure => ({
  ...{ ok: false, error, params: {}, fields: {}, sent: { accountId: 'x', code: '000000' } },
  ...more,
})
const asked = { ok: true, value: { step: 'CONFIRM', isSent: true, sent: { accountId: 'x', intent: 'start' } } } as const
const done = { ok: true, value: { step: 'DONE', value: 7 } } as const

test('an act waits once it was started, and again after what may be another try; it ends when it is done', () => {
  expect(waitingStep(null)).toBeNull()
  expect(waitingStep(asked)).toEqual({ isSent: true, sent: asked.value.sent, failure: null })
  for (const error of ['CODE_WRONG', 'CODE_EXPIRED', 'RATE_LIMITED', 'CONNECTION_LOST', 'FACTOR_WRONG'] as const) {
    expect(waitingStep(failed(error))).toMatchObject({ isSent: true, failure: { error } })
  }
  expect(waitingStep(failed('INVALID_INPUT', { fields: { code: ['CODE_SHAPE'] } }))).not.toBeNull()
  const tooSoon = failed('RATE_LIMITED', { sent: { accountId: 'x', intent: 'start' } })
  expect(waitingStep(tooSoon)).toMatchObject({ isSent: false, failure: tooSoon }) // there is no code to type
  expect(waitingStep(done)).toBeNull()
  expect(doneOf(done)).toEqual({ ok: true, value: 7 })
  expect(doneOf(asked)).toBeNull()
})

test('what is refused for good is not asked about again, unless its fields can be corrected', () => {
  const refused = failed('ALREADY_MEMBER')
  expect(waitingStep(refused)).toBeNull()
  expect(doneOf(refused)).toBe(refused)
  expect(waitingStep(refused, true)).toMatchObject({ failure: refused, sent: refused.sent })
  const atTheStart = failed('INVALID_INPUT', { fields: { phone: ['PHONE_INVALID'] }, sent: { intent: 'start' } })
  expect(waitingStep(atTheStart, true)).toBeNull()
})

test('a person whose number went to somebody else sees that in the step', () => {
  expect(waitingStep(failed('FORBIDDEN', { sent: { intent: 'start' } }))).not.toBeNull()
  expect(waitingStep(failed('FORBIDDEN'))).toBeNull()
})
