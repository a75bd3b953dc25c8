import 'server-only'
import { mobileNumber } from '@/lib/accounts/mobile-number'
import { MINUTE } from '@/lib/core/clock'
import { CODE_MINUTES } from '@/lib/sign-in/codes/sign-in-codes'
import { phoneStep } from '@/lib/web/cookies/phone-step'
import { type PhoneState, START } from './phone-state'

/**
 * Leaves the page of the code. The browser remembers to which number a code was sent, because that code is still valid.
 */
export async function leaveCodePage(): Promise<void> {
  const stored = await readSent()
  if (stored) await phoneStep.store({ ...stored, step: 'PHONE' })
  else await phoneStep.remove()
}

/**
 * Returns the page of the code for a number to which this browser was sent one that is still valid; null otherwise. No
 * other code can be sent yet, and the one in hand has to be entered somewhere.
 *
 * @param resendSeconds until another code may be sent
 */
export async function codePageOf(phone: string, resendSeconds: number): Promise<PhoneState | null> {
  const stored = await readSent()
  if (!stored?.sent || stored.phone !== mobileNumber(phone)) return null
  const { at } = stored.sent
  if (Date.now() - at >= CODE_MINUTES * MINUTE) return null
  return { ...START, step: 'CODE', phone: stored.phone, sent: { at, resendSeconds } }
}

/** Returns the stored step while the code that was sent has not been used. */
async function readSent() {
  const stored = await phoneStep.read()
  return stored?.step === 'CODE' || stored?.step === 'PHONE' ? stored : null
}
