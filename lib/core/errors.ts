/**
 * Refusals that the caller can act on. Each has a sentence in `errors` of both message files, and an HTTP status in
 * `lib/web/problem.ts`.
 */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INVALID_INPUT',
  /** Not legal in the state that it is in. */
  'INVALID_STATE',
  /** Legal when it was read, but someone else changed it since. */
  'CONFLICT',
  /** The reviewer's claim lapsed, was released or is another's. */
  'CLAIM_LOST',
  /** Another reviewer's claim is on it. */
  'HELD_BY_OTHER',
  /** What would be approved has a validity that is over. */
  'ALREADY_ENDED',
  /** Nothing is waiting in the queue for this reviewer. */
  'QUEUE_EMPTY',
  /** Not everything that the rulebook asks for is there. */
  'INCOMPLETE',
  'RATE_LIMITED',
  /** ID numbers were shown to them as often as an hour allows; `limit` says how often, `wait` and `unit` until when. */
  'REVEALS_USED_UP',
  /** A recovery case can't be granted before its reviewer has viewed each picture; `sides` says which are missing. */
  'PICTURES_NOT_VIEWED',
  /** A proof of work that is none of ours, too old, not worked out or taken before. */
  'PROOF_WRONG',
  /** Too many asked without one; `seconds` says how long to wait. */
  'PROOF_MISSING',
  'CODE_WRONG',
  'CODE_EXPIRED',
  /** The browser sends no cookie of a code that it requested: none works in it. */
  'CODE_NOT_HERE',
  'CREDENTIALS_WRONG',
  'PASSWORD_WRONG',
  /** The provider of single sign-on didn't answer, or not what it was asked. */
  'SSO_FAILED',
  /** Known there, and nobody here; `because` says why. */
  'SSO_REFUSED',
  /** Not how an ID number of theirs ends; `left` says how many tries are. */
  'IDENTITY_WRONG',
  /** Nobody gets in by a code, until identity documents were checked. */
  'IDENTITY_LOCKED',
  /** The new number is the one that they have. */
  'PHONE_SAME',
  /** Someone else is known by the number. */
  'PHONE_TAKEN',
  /** Someone signed in by the number too lately for it to be given to another. */
  'NUMBER_IN_USE',
  /** A code or a passkey that is not taken: wrong, used, too late, of another. */
  'FACTOR_WRONG',
  /** Allowed, but not before a second factor was given again. */
  'FRESH_FACTOR_NEEDED',
  /** Allowed, but not before a code to one's own phone was given again. */
  'FRESH_CODE_NEEDED',
  /** Without it nothing but a password would be left. */
  'LAST_FACTOR',
  'LINK_INVALID',
  'EMAIL_TAKEN',
  'PASSWORD_LENGTH',
  'PASSWORD_COMMON',
  'PASSWORD_PERSONAL',
  'LAST_ADMINISTRATOR',
  /** Roles of the same person wait for a second administrator already. */
  'GRANT_WAITS',
  /** The last member of an account can't leave it. */
  'LAST_MEMBER',
  /** The phone is of someone who is in the account. */
  'ALREADY_MEMBER',
  /** The phone was invited into the account, and has not answered yet. */
  'ALREADY_INVITED',
  /** What the person agreed to when they registered was withdrawn, and is needed for this. */
  'CONSENT_MISSING',
  /** Accepted in the last round, and nothing that it rests on has changed. */
  'LOCKED',
  /** A rejection is too recent for another try; `date` says when. */
  'COOLING_OFF',
  /** The account has as many drafts as it may; `open` and `allowed` say how many. */
  'TOO_MANY_DRAFTS',
  /** The account has as many uploads that are not finished as it may, or as many bytes of them. */
  'TOO_MANY_UNFINISHED',
  /** The account stored as many bytes in a day as it may. */
  'TOO_MUCH_A_DAY',
  /** A legal hold lies on it. */
  'ON_HOLD',
  /** Others are in the account, or who asks is in another one too. */
  'ACCOUNT_SHARED',
  // What a file can be refused for; see lib/documents.
  'FILE_EMPTY',
  'FILE_TOO_BIG',
  'FILE_LOW_RESOLUTION',
  'FILE_TOO_MANY_PIXELS',
  'FILE_WRONG_KIND',
  'FILE_BROKEN',
  'FILE_TOO_MANY_PAGES',
  /** It wants a password, or is encrypted without one. */
  'FILE_PROTECTED',
  /** Scripts, attachments, actions that start something. */
  'FILE_ACTIVE_CONTENT',
  'FILE_INFECTED',
  'SLOT_FULL',
  'UPLOAD_CUT_OFF',
  'TRY_AGAIN',
  /** The database can't be asked; nothing was done. */
  'DATABASE_AWAY',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Its code in an answer, and the digest by which the framework passes it on to a page: see app/error.tsx. */
export const DATABASE_AWAY = 'DATABASE_AWAY' satisfies ErrorCode

/** A refusal that the caller can act on. Anything else that is thrown is a bug. */
export class DomainError extends Error {
  /** What was refused, for the audit log; null where it is not theirs to know. */
  readonly subjectId: string | null
  /** Figures for the sentence that the user reads, such as a limit: never what they typed. */
  readonly params: Readonly<Record<string, string | number>>

  constructor(
    readonly code: ErrorCode,
    message: string,
    about: { subjectId?: string | null; params?: Record<string, string | number> } = {},
  ) {
    super(message)
    this.name = 'DomainError'
    this.subjectId = about.subjectId ?? null
    this.params = about.params ?? {}
  }
}
