import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { maskEmail } from '@/lib/core/masking'
import { templatesWithoutId } from '@/lib/notifications/templates-without-id'
import { type Way, waysTo } from './channels'
import { readOwnNotices } from './queries'

/** Lists the notifications of a decision. */
const OUTCOMES = ['APPROVED', 'CHANGES_REQUESTED', 'REJECTED'] as const

/** Returns by which channels the actor will be notified of a decision, as `notify` chooses them: masked. */
export async function readOwnWays(actor: PersonActor): Promise<Way[]> {
  const { phone, email, isEmailConfirmed, isEmailSent, bySms, byEmail } = await readOwnNotices(actor)
  const missing = templatesWithoutId()
  return waysTo(
    {
      phone,
      email: email && isEmailConfirmed ? maskEmail(email) : null,
      noticesBySms: bySms,
      noticesByEmail: byEmail,
    },
    isEmailSent,
    !OUTCOMES.some((outcome) => missing.includes(outcome)),
  )
}
