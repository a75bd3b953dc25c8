import type { Channel } from '@/lib/db/generated/enums'

/** Describes how a person can be reached, and which channels they chose. */
export type Reachable = {
  phone: string | null
  /** The address is confirmed to be theirs. */
  email: string | null
  noticesBySms: boolean
  noticesByEmail: boolean
}

export type Way = { channel: Channel; to: string }

/**
 * Returns the channels for a notification: each one that the person chose. When none of those can be used, it returns
 * one that can, their phone first, since a decision has to reach them.
 *
 * @param isEmailSent whether this installation sends e-mail at all
 */
export function waysTo(person: Reachable, isEmailSent: boolean, isSmsSent = true): Way[] {
  const sms: Way[] = person.phone ? [{ channel: 'SMS', to: person.phone }] : []
  const email: Way[] = person.email && isEmailSent ? [{ channel: 'EMAIL', to: person.email }] : []
  if (!isSmsSent && email.length > 0) return email
  const chosen = [...(person.noticesBySms ? sms : []), ...(person.noticesByEmail ? email : [])]
  return chosen.length > 0 ? chosen : [...sms, ...email].slice(0, 1)
}
