/**
 * Lists the messages that can be sent and the values that fill their words. The words are in `messages` of both message
 * files, under the template's name. Dates are YYYY-MM-DD.
 */
type Values = {
  code: string
  minutes: number
  reference: string
  count: number
  until: string
  tryAgainOn: string
  on: string
  days: number
  inviter: string
  /** `member` is a masked number. */
  member: string
  at: string
  url: string
  hours: number
  left: number
  name: string
  title: string
  text: string
  todo: string
  since: string
  /** `guide` names the page of the docs that says what to do. */
  guide: string
}
export type ValueName = keyof Values

type Rules<P extends readonly ValueName[] = readonly ValueName[]> = {
  /**
   * Lists the values of the text message, in the order in which providers number them; null when it is never sent as
   * one.
   */
  params: P
  isSms: boolean
  isMail: boolean
  /** Marks a code: it is never repeated automatically once it may have been sent, and never shown to staff. */
  isOnce: boolean
  /** Staff are sent it: it is about their own access, or what administrators have to know. */
  isForStaff: boolean
}

/** Returns the rules of a notice, which is sent by text message and by e-mail, as the person chose. */
const notice = <const P extends readonly ValueName[]>(...params: P) =>
  ({ params, isSms: true, isMail: true, isOnce: false, isForStaff: false }) satisfies Rules<P>
const mail = <const P extends readonly ValueName[]>(...params: P) =>
  ({ params, isSms: false, isMail: true, isOnce: false, isForStaff: false }) satisfies Rules<P>
const staff = <const P extends readonly ValueName[]>(...params: P) =>
  ({ params, isSms: false, isMail: true, isOnce: false, isForStaff: true }) as const satisfies Rules<P>

/**
 * Everything that can be sent. The words and the name of each are in `messages` of both message files, under the
 * template's name.
 */
const TABLE = {
  SIGN_IN_CODE: { params: ['code', 'minutes'], isSms: true, isMail: false, isOnce: true, isForStaff: false },
  SUBMITTED: notice('reference'),
  CHANGES_REQUESTED: notice('reference', 'count'),
  APPROVED: notice('reference', 'until'),
  REJECTED: notice('reference', 'tryAgainOn'),
  SUSPENDED: notice('reference'),
  RESUMED: notice('reference'),
  MATERIAL_REQUESTED: notice('reference'),
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
  PASSKEYS_CHANGED: notice('at'),
  PHONE_CHANGED: notice('at'),
  SIGN_IN_LOCKED: notice('at'),
  ACCESS_GRANTED: notice(),
  ACCESS_REFUSED: notice(),
  STAFF_INVITED: mail('url', 'hours'),
  NOTICE_EMAIL_CONFIRM: mail('url', 'hours'),
  ROLE_GRANT_WAITING: staff('url', 'hours'),
  REMOVAL_WAITING: staff('url', 'hours'),
  REMOVAL_BECOMES_FINAL: staff('url', 'hours'),
  REMOVAL_DONE: staff('url'),
  REMOVAL_DROPPED: staff('url'),
  OWN_REMOVAL_WAITING: staff('hours'),
  OWN_REMOVAL_DONE: staff(),
  OWN_REMOVAL_DROPPED: staff(),
  COLLEAGUE_BLOCKED: staff('url'),
  COLLEAGUE_UNBLOCKED: staff('url'),
  OWN_ACCESS_BLOCKED: staff(),
  FACTOR_ADDED: staff(),
  FACTOR_REMOVED: staff(),
  FACTORS_RESET: staff(),
  RECOVERY_CODE_USED: staff('left'),
  STAFF_PASSWORD_CHANGED: staff(),
  PASSWORD_LINK: { ...staff('url', 'minutes'), isOnce: true },
  REPORT_READY: staff('url'),
  REVEALS_USED_UP: staff('name', 'count', 'url'),
  UNMASKED_LIST: staff('name', 'count', 'url'),
  UNMASKED_LIST_WAITING: staff('name', 'count', 'hours', 'url'),
  PERSONAL_KEY_CREATED: staff('name', 'title', 'url'),
  INCIDENT_OPENED: staff('title', 'text', 'todo', 'since', 'guide', 'url'),
  INCIDENT_OVER: staff('title', 'since', 'until'),
} as const satisfies Record<string, Rules>

export type MessageTemplate = keyof typeof TABLE

/** Staff are sent these. */
export type ColleagueTemplate = {
  [T in MessageTemplate]: (typeof TABLE)[T]['isForStaff'] extends true ? T : never
}[MessageTemplate]

export type MessageParams = {
  [T in MessageTemplate]: { [N in (typeof TABLE)[T]['params'][number]]: Values[N] }
}

export const TEMPLATES: Readonly<Record<MessageTemplate, Rules>> = TABLE

export const MESSAGE_TEMPLATES = Object.keys(TEMPLATES) as MessageTemplate[]

/** Lists the templates that a provider of text messages must have registered. */
export const SMS_TEMPLATES = MESSAGE_TEMPLATES.filter((template) => TEMPLATES[template].isSms)

/** Says whether a template has words for a channel. */
export function canBeSentBy(channel: 'SMS' | 'EMAIL', template: MessageTemplate): boolean {
  return channel === 'SMS' ? TEMPLATES[template].isSms : TEMPLATES[template].isMail
}

export const isTemplate = (name: string): name is MessageTemplate => Object.hasOwn(TEMPLATES, name)
