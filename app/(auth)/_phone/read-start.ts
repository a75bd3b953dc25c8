import 'server-only'
import { SECOND } from '@/lib/core/clock'
import { phoneStep } from '@/lib/web/cookies/phone-step'
import { type PhoneState, START } from './phone-state'

/** Returns the step that a page of the flow starts with: the one this browser was at, or the first. */
export async function readStart(): Promise<PhoneState> {
  const stored = await phoneStep.read()
  if (!stored || stored.step === 'PHONE') return START
  const { sent } = stored
  const passed = sent ? Math.floor((Date.now() - sent.at) / SECOND) : 0
  return {
    ...START,
    ...stored,
    sent: sent && { ...sent, resendSeconds: Math.max(0, sent.resendSeconds - passed) },
  }
}
