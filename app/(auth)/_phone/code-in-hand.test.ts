import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { PhoneStep } from '@/lib/web/cookies/phone-step'
import { codePageOf, leaveCodePage } from './code-in-hand'

const cookie = vi.hoisted(() => ({ content: null as unknown }))
vi.mock('@/lib/web/cookies/phone-step', () => ({
  phoneStep: {
    read: async () => cookie.content,
    store: async (content: unknown) => {
      cookie.content = content
    },
    remove: async () => {
      cookie.content = null
    },
  },
}))

const PHONE = '+8613800138000'
const NOW = new Date('2026-11-30T10:00:00Z')

const atStep = (step: PhoneStep['step'], secondsAgo = 10) => {
  const sent = { at: NOW.getTime() - secondsAgo * 1000, resendSeconds: 60 }
  cookie.content = { step, phone: PHONE, ticket: '', sent, isStartedAgain: false } satisfies PhoneStep
}

beforeEach(() => vi.useFakeTimers({ now: NOW, toFake: ['Date'] }))
afterEach(() => vi.useRealTimers())

it('leads back to the page of the code with the number as people type it, until the next code may be sent', async () => {
  atStep('CODE')
  await leaveCodePage()
  expect(cookie.content).toMatchObject({ step: 'PHONE', phone: PHONE })
  await leaveCodePage() // a number that was refused leaves it as it is
  expect(await codePageOf('138 0013 8000', 49)).toMatchObject({
    step: 'CODE',
    phone: PHONE,
    sent: { at: NOW.getTime() - 10_000, resendSeconds: 49 },
    failure: null,
  })
})

it('does so for no other number, no code that has expired, and no browser that was sent none', async () => {
  atStep('PHONE')
  expect(await codePageOf('13800138001', 49)).toBeNull()
  expect(await codePageOf('', 49)).toBeNull()
  atStep('PHONE', 5 * 60)
  expect(await codePageOf(PHONE, 49)).toBeNull()
  cookie.content = null
  expect(await codePageOf(PHONE, 49)).toBeNull()
})

it('forgets a code that was used', async () => {
  for (const step of ['CONFIRM', 'CONSENTS'] as const) {
    atStep(step)
    expect(await codePageOf(PHONE, 49)).toBeNull()
    await leaveCodePage()
    expect(cookie.content).toBeNull()
  }
})
