import type { Channel } from '@/lib/db/generated/enums'

/** How someone can be written to, and wants to be. */
export type Reachable = {
  phone: string | null
  /** An address that is known to be theirs. */
  email: string | null
  noticesBySms: boolean
  noticesByEmail: boolean
}

export type Way = { channel: Channel; to: string }

/**
 * Where a notice goes: by each channel that the person chose. When none of those can be used it goes by one that can,
 * to their phone before anything else, since a decision has to reach someone.
 *
 * @param isEmailSent whether e-mail leaves this installation at all
 */
export function waysTo(person: Reachable, isEmailSent: boolean): Way[] {
  const sms: Way[] = person.phone ? [{ channel: 'SMS', to: person.phone }] : []
  const email: Way[] = person.email && isEmailSent ? [{ channel: 'EMAIL', to: person.email }] : []
  const chosen = [...(person.noticesBySms ? sms : []), ...(person.noticesByEmail ? email : [])]
  return chosen.length > 0 ? chosen : [...sms, ...email].slice(0, 1)
}
