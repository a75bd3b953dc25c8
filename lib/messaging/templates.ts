/**
 * What can be sent, and what its words are filled with. The words stand in `messages` of both message files, under the
 * template's name. Dates are given as YYYY-MM-DD.
 */
export type MessageParams = {
  SIGN_IN_CODE: { code: string; minutes: number }
  SUBMITTED: { reference: string }
  CHANGES_REQUESTED: { reference: string; count: number }
  APPROVED: { reference: string; until: string }
  REJECTED: { reference: string; tryAgainOn: string }
  SUSPENDED: { reference: string }
  RESUMED: { reference: string }
  REVOKED: { reference: string }
  EXPIRES_SOON: { reference: string; on: string; days: number }
  EXPIRED: { reference: string }
  DRAFT_LAPSES: { reference: string; on: string }
  DRAFT_LAPSED: { reference: string }
  CHANGES_LAPSE: { reference: string; on: string }
  CHANGES_LAPSED: { reference: string }
  MEMBER_INVITED: { inviter: string }
  MEMBER_REMOVED: Record<string, never>
  /** `member`: a masked number. */
  MEMBER_JOINED: { member: string; at: string }
  MEMBER_OUT: { member: string; at: string }
  ACCOUNT_EXPORTED: { member: string; at: string }
  ERASURE_DONE: { url: string }
  ERASURE_REFUSED: Record<string, never>
  NEW_DEVICE: { at: string }
  PASSWORD_CHANGED: { at: string }
  PHONE_CHANGED: { at: string }
  SIGN_IN_LOCKED: { at: string }
  ACCESS_GRANTED: Record<string, never>
  ACCESS_REFUSED: Record<string, never>
  STAFF_INVITED: { url: string; hours: number }
  NOTICE_EMAIL_CONFIRM: { url: string; hours: number }
  ROLE_GRANT_WAITING: { url: string; hours: number }
  REMOVAL_WAITING: { url: string; hours: number }
  REMOVAL_BECOMES_FINAL: { url: string; hours: number }
  REMOVAL_DONE: { url: string }
  REMOVAL_DROPPED: { url: string }
  OWN_REMOVAL_WAITING: { hours: number }
  OWN_REMOVAL_DONE: Record<string, never>
  OWN_REMOVAL_DROPPED: Record<string, never>
  COLLEAGUE_BLOCKED: { url: string }
  COLLEAGUE_UNBLOCKED: { url: string }
  OWN_ACCESS_BLOCKED: Record<string, never>
  FACTOR_ADDED: Record<string, never>
  FACTOR_REMOVED: Record<string, never>
  FACTORS_RESET: Record<string, never>
  RECOVERY_CODE_USED: { left: number }
  STAFF_PASSWORD_CHANGED: Record<string, never>
  PASSWORD_LINK: { url: string; minutes: number }
  REPORT_READY: { url: string }
  REVEALS_USED_UP: { name: string; count: number; url: string }
  /** `guide`: where the docs say what to do. */
  INCIDENT_OPENED: { title: string; text: string; todo: string; since: string; guide: string; url: string }
  INCIDENT_OVER: { title: string; since: string; until: string }
}

export type MessageTemplate = keyof MessageParams

type Rules<T extends MessageTemplate> = {
  /** The values of its text message, in the order in which providers number them; null when it is never one. */
  sms: readonly (keyof MessageParams[T] & string)[] | null
  isMail: boolean
  /** A code: never sent again by itself once it may have left, and never shown to staff. */
  isOnce: boolean
}

const notice = <T extends MessageTemplate>(...sms: readonly (keyof MessageParams[T] & string)[]): Rules<T> => ({
  sms,
  isMail: true,
  isOnce: false,
})
const MAIL_ONLY = { sms: null, isMail: true, isOnce: false } as const

export const TEMPLATES: { readonly [T in MessageTemplate]: Rules<T> } = {
  SIGN_IN_CODE: { sms: ['code', 'minutes'], isMail: false, isOnce: true },
  SUBMITTED: notice('reference'),
  CHANGES_REQUESTED: notice('reference', 'count'),
  APPROVED: notice('reference', 'until'),
  REJECTED: notice('reference', 'tryAgainOn'),
  SUSPENDED: notice('reference'),
  RESUMED: notice('reference'),
  REVOKED: notice('reference'),
  EXPIRES_SOON: notice('reference', 'on', 'days'),
  EXPIRED: notice('reference'),
  DRAFT_LAPSES: notice('reference', 'on'),
  DRAFT_LAPSED: notice('reference'),
  CHANGES_LAPSE: notice('reference', 'on'),
  CHANGES_LAPSED: notice('reference'),
  MEMBER_INVITED: notice('inviter'),
  MEMBER_REMOVED: notice(),
  MEMBER_JOINED: notice('member', 'at'),
  MEMBER_OUT: notice('member', 'at'),
  ACCOUNT_EXPORTED: notice('member', 'at'),
  ERASURE_DONE: notice('url'),
  ERASURE_REFUSED: notice(),
  NEW_DEVICE: notice('at'),
  PASSWORD_CHANGED: notice('at'),
  PHONE_CHANGED: notice('at'),
  SIGN_IN_LOCKED: notice('at'),
  ACCESS_GRANTED: notice(),
  ACCESS_REFUSED: notice(),
  STAFF_INVITED: MAIL_ONLY,
  NOTICE_EMAIL_CONFIRM: MAIL_ONLY,
  ROLE_GRANT_WAITING: MAIL_ONLY,
  REMOVAL_WAITING: MAIL_ONLY,
  REMOVAL_BECOMES_FINAL: MAIL_ONLY,
  REMOVAL_DONE: MAIL_ONLY,
  REMOVAL_DROPPED: MAIL_ONLY,
  OWN_REMOVAL_WAITING: MAIL_ONLY,
  OWN_REMOVAL_DONE: MAIL_ONLY,
  OWN_REMOVAL_DROPPED: MAIL_ONLY,
  COLLEAGUE_BLOCKED: MAIL_ONLY,
  COLLEAGUE_UNBLOCKED: MAIL_ONLY,
  OWN_ACCESS_BLOCKED: MAIL_ONLY,
  FACTOR_ADDED: MAIL_ONLY,
  FACTOR_REMOVED: MAIL_ONLY,
  FACTORS_RESET: MAIL_ONLY,
  RECOVERY_CODE_USED: MAIL_ONLY,
  STAFF_PASSWORD_CHANGED: MAIL_ONLY,
  PASSWORD_LINK: { ...MAIL_ONLY, isOnce: true },
  REPORT_READY: MAIL_ONLY,
  REVEALS_USED_UP: MAIL_ONLY,
  INCIDENT_OPENED: MAIL_ONLY,
  INCIDENT_OVER: MAIL_ONLY,
}

export const MESSAGE_TEMPLATES = Object.keys(TEMPLATES) as MessageTemplate[]

/** Those that a provider of text messages must know. */
export const SMS_TEMPLATES = MESSAGE_TEMPLATES.filter((template) => TEMPLATES[template].sms !== null)

/** Whether a template has words for a channel. */
export function canLeaveBy(channel: 'SMS' | 'EMAIL', template: MessageTemplate): boolean {
  return channel === 'SMS' ? TEMPLATES[template].sms !== null : TEMPLATES[template].isMail
}

export const isTemplate = (name: string): name is MessageTemplate => Object.hasOwn(TEMPLATES, name)
