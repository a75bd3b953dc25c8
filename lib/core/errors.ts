/**
 * Refusals that the caller can act on. Each has a sentence in `errors` of both message files, and an HTTP status in
 * `lib/web/problem.ts`.
 */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INVALID_INPUT',
  /** The current state does not allow this act. */
  'INVALID_STATE',
  /** The state allowed it when it was read, but someone else has changed it since. */
  'CONFLICT',
  /** The reviewer's claim expired, was released or belongs to another; the params are those of CASE_CHANGED. */
  'CLAIM_LOST',
  /**
   * The case is no longer as the person saw it: `now` says what is true of it, `at` since when, `name` of whom where
   * `by` says that they have one.
   */
  'CASE_CHANGED',
  /** A decision that was sent has taken effect, or was dropped; the params are those of CASE_CHANGED. */
  'UNDO_TOO_LATE',
  /** Another reviewer has claimed it; the params are those of CASE_CHANGED. */
  'HELD_BY_OTHER',
  /** The validity that would be approved has already ended. */
  'ALREADY_ENDED',
  /** Nothing is waiting in the queue for this reviewer. */
  'QUEUE_EMPTY',
  /** Something that the rulebook requires is missing. */
  'INCOMPLETE',
  /** No letter is issued before the operator entered its legal name. */
  'OPERATOR_UNNAMED',
  /** The check page would now show other findings than it did. */
  'FINDINGS_CHANGED',
  /**
   * The change would remove uploaded documents that were not shown to the applicant; `slots` names their slots, `count`
   * counts them.
   */
  'DROPS_FILES',
  'RATE_LIMITED',
  /**
   * ID numbers would be shown to them more often than an hour allows; `limit` says how often, `wait` and `unit` for how
   * long they wait.
   */
  'REVEALS_USED_UP',
  /**
   * An unmasked list has more rows than may still be shown to them within the hour: `rows` says how many it has, `left`
   * how many are left, `wait` and `unit` when it is allowed.
   */
  'LIST_OVER_LIMIT',
  /** A recovery case can't be granted before its reviewer has viewed each picture; `sides` says which are missing. */
  'PICTURES_NOT_VIEWED',
  /**
   * A page of an accepted part was not shown to the reviewer in full: `part` names the part by its kind, `page` counts
   * from 1.
   */
  'PAGE_UNSEEN',
  /** A reviewer has as many saved phrases as there may be; `max` says how many. */
  'PHRASES_FULL',
  /** The proof of work is invalid, too old, unsolved or used before. */
  'PROOF_WRONG',
  /** Too many codes were requested without a proof of work; `seconds` says how long to wait. */
  'PROOF_MISSING',
  'CODE_WRONG',
  'CODE_EXPIRED',
  /** The browser sends no cookie of a requested code, so that no code works in it. */
  'CODE_NOT_HERE',
  'CREDENTIALS_WRONG',
  'PASSWORD_WRONG',
  /** Someone signed in on a page that another person has open. */
  'OTHER_PERSON',
  /** The provider of single sign-on didn't answer, or its answer was invalid. */
  'SSO_FAILED',
  /** The provider knows the person, and the portal does not; `because` says why. */
  'SSO_REFUSED',
  /** The digits are not the end of an ID number of theirs; `left` says how many tries remain. */
  'IDENTITY_WRONG',
  /** Sign-in by code is locked until identity documents are accepted. */
  'IDENTITY_LOCKED',
  /** The new number equals the current one. */
  'PHONE_SAME',
  /** The number belongs to another person. */
  'PHONE_TAKEN',
  /** Someone signed in by the number too recently for it to be given to another person. */
  'NUMBER_IN_USE',
  /** A code or a passkey that is not accepted: wrong, used, expired, or another person's. */
  'FACTOR_WRONG',
  /** It is allowed only after a second factor is given again. */
  'FRESH_FACTOR_NEEDED',
  /**
   * It is allowed only with a code to one's own phone, or a passkey, in the same request; or where such a request
   * led.
   */
  'FRESH_CODE_NEEDED',
  /** Without this factor, only a password would remain. */
  'LAST_FACTOR',
  'LINK_INVALID',
  'EMAIL_TAKEN',
  'PASSWORD_LENGTH',
  'PASSWORD_COMMON',
  'PASSWORD_PERSONAL',
  'LAST_ADMINISTRATOR',
  /** A change of the same person's roles already waits for a second administrator. */
  'GRANT_WAITS',
  /** The last member of an account can't leave it. */
  'LAST_MEMBER',
  /** The phone belongs to a member of the account. */
  'ALREADY_MEMBER',
  /** The phone was invited into the account and has not answered yet. */
  'ALREADY_INVITED',
  /** A consent that this requires was withdrawn. */
  'CONSENT_MISSING',
  /** The part was accepted in the last round, and nothing that it depends on has changed. */
  'LOCKED',
  /** A rejection is too recent for another try; `date` says when. */
  'COOLING_OFF',
  /** The account has as many drafts as it may; `open` and `allowed` say how many. */
  'TOO_MANY_DRAFTS',
  /** The account has as many uploads that are not finished as it may, or as many bytes of them. */
  'TOO_MANY_UNFINISHED',
  /** The account stored as many bytes in a day as it may. */
  'TOO_MUCH_A_DAY',
  /** A legal hold covers it. */
  'ON_HOLD',
  /** Others are in the account, or the requester is in another one too. */
  'ACCOUNT_SHARED',
  // What a file can be refused for; see lib/documents.
  'FILE_EMPTY',
  'FILE_TOO_BIG',
  'FILE_LOW_RESOLUTION',
  'FILE_TOO_MANY_PIXELS',
  'FILE_WRONG_KIND',
  'FILE_BROKEN',
  'FILE_TOO_MANY_PAGES',
  /** The file requires a password, or is encrypted without one. */
  'FILE_PROTECTED',
  /** The PDF contains scripts, attachments or actions that start something. */
  'FILE_ACTIVE_CONTENT',
  'FILE_INFECTED',
  /** Its decoder used all the processor time that a page may have. */
  'FILE_TOO_SLOW',
  /** Its decoder was stopped several times, or its bytes can't be read. */
  'FILE_NOT_EXAMINED',
  /** Files of the application are still being examined; `files` says how many, `kinds` of which documents. */
  'FILES_BEING_EXAMINED',
  /**
   * Received files wait too long for their examination, so that no more are received; `seconds` says when to try again.
   */
  'EXAMINATION_BEHIND',
  'SLOT_FULL',
  /** A phone may not replace a file that it did not send. */
  'SLOT_TAKEN',
  /** The phone's time is over, or it was ended. */
  'PHONE_ENDED',
  /** The button of a hand-over was pressed before, here or elsewhere. */
  'HANDOVER_USED',
  /** A hand-over is over: its time, its key, or the membership of its person. */
  'HANDOVER_ENDED',
  /** The link was opened by another phone. */
  'PHONE_LINK_USED',
  /** The phone has sent as many files as one may; `max` says how many. */
  'PHONE_FULL',
  /** The link to a letter is over, or it was ended. */
  'FORWARD_ENDED',
  /** The link has brought as many files as one may; `max` says how many. */
  'FORWARD_FULL',
  /** The code of a link to a letter is wrong; `left` says how many more may be tried. */
  'FORWARD_CODE_WRONG',
  /** The person has as many passkeys as anybody may; `max` says how many. */
  'PASSKEYS_FULL',
  'UPLOAD_CUT_OFF',
  /** A file came in more short parts than are stored; what came before is stored, and its next bytes may come in a long one. */
  'UPLOAD_IN_TOO_MANY_PARTS',
  'TRY_AGAIN',
  'UPLOADS_CLOSED',
  /** Staff see no documents, since the program that marks them could read the keyring. */
  'VIEWS_CLOSED',
  /** The database is unavailable; nothing was done. */
  'DATABASE_UNAVAILABLE',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/**
 * Serves as the error's code in an answer, and as the digest by which the framework passes it to a page: see
 * app/error.tsx.
 */
export const DATABASE_UNAVAILABLE = 'DATABASE_UNAVAILABLE' satisfies ErrorCode

/** A refusal that the caller can act on. What is thrown and is neither this nor an `OperatorError` is a bug. */
export class DomainError extends Error {
  /** The subject that was refused, for the audit log; null if the person may not learn of it. */
  readonly subjectId: string | null
  /** Holds figures for the sentence that the user reads, such as a limit: never what they typed. */
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

/**
 * An error that the operator can fix. The message is a sentence that says what is wrong and what to do; the command
 * line shows it without a stack. A class of its own for each cause extends this one.
 */
export class OperatorError extends Error {
  override name = 'OperatorError'
}
