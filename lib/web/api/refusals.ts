import { z } from 'zod'

/**
 * Lists the codes by which the API refuses, each with its status and what it says to a developer. Codes never change.
 */
export const REFUSALS = {
  INVALID_INPUT: [400, 'The request is not as the API describes it.'],
  KEY_MISSING: [401, 'Send a key: Authorization: Bearer zx_live_…, or zx_test_…'],
  KEY_UNKNOWN: [401, 'No such key.'],
  KEY_REVOKED: [401, 'The key was revoked.'],
  KEY_EXPIRED: [401, 'The key has expired.'],
  NETWORK_NOT_ALLOWED: [403, 'The key does not work from this address.'],
  SCOPE_MISSING: [403, 'The key does not have the scope that this requires.'],
  TEST_KEY_NEEDED: [403, 'Only a test key does this.'],
  ACCOUNT_NOT_ALLOWED: [403, 'The key is for another account.'],
  RETURN_NOT_ALLOWED: [
    403,
    'Customers may not be returned to this address: an administrator allows it on the page Integrations.',
  ],
  ATTESTATION_OFF: [403, 'The operator of the portal has not switched on that such consents are attested.'],
  NOT_FOUND: [404, 'There is nothing here, or nothing that the key may know of.'],
  METHOD_NOT_ALLOWED: [405, 'The path does not take this method.'],
  CURSOR_UNKNOWN: [410, 'The cursor is not known any more. Read all senders again, and follow from there.'],
  MEMBER_UNKNOWN: [
    409,
    'No active member of the account has this number. A number that nobody proved here can’t be vouched for; further members are invited by members.',
  ],
  QUALIFICATION_STATE: [409, 'The purpose does not fit the state of the qualification.'],
  IDEMPOTENCY_KEY_REUSED: [409, 'The Idempotency-Key came before with another request.'],
  CONFLICT: [409, 'It changed since it was read. Read it again.'],
  INVALID_STATE: [409, 'Its state does not allow this.'],
  CONSENT_MISSING: [
    409,
    'A member has not given every consent in the portal to its current text; or the account has no member, and one is not attested.',
  ],
  CONSENT_WITHDRAWN: [409, 'A person withdrew this consent: only they can give it again, in the portal.'],
  HAS_MEMBERS: [409, 'The account has members, who give their consents in the portal.'],
  ALREADY_ENDED: [409, 'Something that it rests on is no longer valid.'],
  INCOMPLETE: [409, 'Something that the rules require is missing: see its evaluations.'],
  OPERATOR_UNNAMED: [409, 'The operator has not entered its legal name, to which letters are addressed.'],
  FINDINGS_CHANGED: [409, 'Its evaluations are not what you send: read them again.'],
  FILES_BEING_EXAMINED: [409, 'Files of it are still being examined.'],
  COOLING_OFF: [409, 'A rejection of this customer is too recent for another try.'],
  TOO_MANY_DRAFTS: [409, 'The account has as many drafts as it may.'],
  LOCKED: [409, 'A reviewer accepted this, and nothing that it depends on has changed.'],
  DROPS_FILES: [409, 'This would remove uploaded files: name their slots in `drop`, if they may go.'],
  SLOT_FULL: [409, 'The slot has as many files as it may: delete one.'],
  UPLOAD_CUT_OFF: [400, 'The file ended too soon.'],
  FILE_EMPTY: [422, 'The file is empty.'],
  FILE_INFECTED: [422, 'The virus scanner found something in the file.'],
  FILE_TOO_BIG: [413, 'The file is bigger than the slot takes.'],
  FILE_WRONG_KIND: [415, 'The file is, by its content, of a type that the slot does not take.'],
  TOO_MUCH_A_DAY: [429, 'The account has stored as much in a day as it may.'],
  EXAMINATION_BEHIND: [503, 'Files wait too long for their examination. Try again after the seconds of Retry-After.'],
  UPLOADS_CLOSED: [
    503,
    'This portal opens no files: its decoders lack a sandbox, and its administrators are notified.',
  ],
  TRY_AGAIN: [503, 'The store is busy. Try again after the seconds of Retry-After.'],
  PRECONDITION_FAILED: [412, 'The draft is not as the If-Match says. Read it again.'],
  PRECONDITION_REQUIRED: [428, 'Send the ETag of the draft as If-Match: what others wrote since must not be lost.'],
  BODY_TOO_BIG: [413, 'The body is bigger than 1 MiB.'],
  MEDIA_TYPE_NOT_SUPPORTED: [
    415,
    'Send JSON in UTF-8, uncompressed (Content-Type: application/json), or a file as a form (multipart/form-data).',
  ],
  RATE_LIMITED: [429, 'Too many requests. Try again after the seconds of Retry-After.'],
  UNEXPECTED: [500, 'Something went wrong here. The request id names it in the log.'],
  DATABASE_UNAVAILABLE: [503, 'The database is unavailable. Nothing is answered without it.'],
} as const satisfies Record<string, readonly [status: number, title: string]>

/** Limits the faults in an answer. */
const MOST_FAULTS = 20

export type ApiCode = keyof typeof REFUSALS

/** Lists the codes by which a file can be refused. */
export const FILE_CODES: readonly ApiCode[] = [
  'MEDIA_TYPE_NOT_SUPPORTED',
  'UPLOAD_CUT_OFF',
  'FILE_EMPTY',
  'FILE_INFECTED',
  'FILE_TOO_BIG',
  'FILE_WRONG_KIND',
  'TOO_MUCH_A_DAY',
  'EXAMINATION_BEHIND',
  'TRY_AGAIN',
  'UPLOADS_CLOSED',
]

/** Describes one fault of what was sent: a parameter of the query, or a place in the body (RFC 6901). */
export type Fault = { detail: string } & ({ parameter: string } | { pointer: string })

/** Refuses a request to the API when it is thrown. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal'

  constructor(
    readonly code: ApiCode,
    readonly faults: readonly Fault[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(code)
  }

  /** Returns the same refusal with more headers. */
  with(headers: Readonly<Record<string, string>>): ApiRefusal {
    return new ApiRefusal(this.code, this.faults, { ...headers, ...this.headers })
  }
}

/** Describes the body of a refusal (RFC 9457). */
export const Problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(REFUSALS) as [ApiCode, ...ApiCode[]]).describe('Never changes; more may be added.'),
  request_id: z.string().describe('Names the request in the log of the portal.'),
  errors: z
    .array(
      z.strictObject({
        detail: z.string(),
        parameter: z.string().optional().describe('The parameter of the query that is wrong.'),
        pointer: z.string().optional().describe('The place in the body that is wrong (RFC 6901).'),
      }),
    )
    .max(MOST_FAULTS)
    .optional(),
})

export function problemOf(code: ApiCode, requestId: string, faults: readonly Fault[] = []): z.output<typeof Problem> {
  const [status, title] = REFUSALS[code]
  return {
    type: 'about:blank',
    title,
    status,
    code,
    request_id: requestId,
    ...(faults.length > 0 ? { errors: faults.slice(0, MOST_FAULTS) } : {}),
  }
}
