import { DATABASE_UNAVAILABLE, type DomainError, type ErrorCode } from '@/lib/core/errors'

/** Maps refusals to their HTTP status; all others are the request's fault in some way: 422. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FRESH_FACTOR_NEEDED: 403,
  FRESH_CODE_NEEDED: 403,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  INVALID_STATE: 409,
  CONFLICT: 409,
  FINDINGS_CHANGED: 409,
  DROPS_FILES: 409,
  CLAIM_LOST: 409,
  CASE_CHANGED: 409,
  UNDO_TOO_LATE: 409,
  HELD_BY_OTHER: 409,
  ALREADY_ENDED: 409,
  SLOT_FULL: 409,
  SLOT_TAKEN: 409,
  PHONE_ENDED: 401,
  HANDOVER_USED: 409,
  HANDOVER_ENDED: 409,
  PHONE_LINK_USED: 409,
  PHONE_FULL: 429,
  PASSKEYS_FULL: 409,
  CONSENT_MISSING: 409,
  LOCKED: 409,
  LAST_FACTOR: 409,
  COOLING_OFF: 409,
  OPERATOR_UNNAMED: 409,
  LAST_MEMBER: 409,
  GRANT_WAITS: 409,
  ON_HOLD: 409,
  ACCOUNT_SHARED: 409,
  ALREADY_MEMBER: 409,
  ALREADY_INVITED: 409,
  NUMBER_IN_USE: 409,
  PHONE_TAKEN: 409,
  OTHER_PERSON: 409,
  SSO_FAILED: 502,
  SSO_REFUSED: 403,
  IDENTITY_LOCKED: 409,
  RATE_LIMITED: 429,
  REVEALS_USED_UP: 429,
  LIST_OVER_LIMIT: 429,
  PICTURES_NOT_VIEWED: 409,
  PAGE_UNSEEN: 409,
  PHRASES_FULL: 409,
  PROOF_MISSING: 429,
  TOO_MANY_DRAFTS: 409,
  TOO_MANY_UNFINISHED: 429,
  TOO_MUCH_A_DAY: 429,
  FILE_TOO_BIG: 413,
  FILE_WRONG_KIND: 415,
  UPLOAD_CUT_OFF: 400,
  UPLOAD_IN_TOO_MANY_PARTS: 409,
  FILES_BEING_EXAMINED: 409,
  EXAMINATION_BEHIND: 503,
  TRY_AGAIN: 503,
  UPLOADS_CLOSED: 503,
  VIEWS_CLOSED: 503,
  DATABASE_UNAVAILABLE: 503,
}

/** Seconds after which it is worth trying again what is unavailable, busy, silent or full. */
export const RETRY_AFTER = '10'

type Refusal = Pick<DomainError, 'code' | 'params'>

/**
 * Returns the body of an error answer (RFC 9457). `code` and `params` let the client show it in the user's language;
 * `requestId` identifies the request in the log.
 */
export function problemOf({ code, params }: Refusal, requestId: string) {
  return { type: 'about:blank', title: code, status: STATUS[code] ?? 422, code, params, requestId }
}

export function problemResponse(refusal: Refusal, requestId: string): Response {
  const problem = problemOf(refusal, requestId)
  const headers: Record<string, string> = { 'Cache-Control': 'no-store', 'Content-Type': 'application/problem+json' }
  const { seconds } = refusal.params
  if (problem.status === 503) headers['Retry-After'] = seconds ? String(seconds) : RETRY_AFTER
  if (problem.status === 429 && seconds) headers['Retry-After'] = String(seconds)
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

/** The answer when the database is unavailable: nothing was done, and it is no bug. */
export const unavailableResponse = (requestId: string): Response =>
  problemResponse({ code: DATABASE_UNAVAILABLE, params: {} }, requestId)

/** Returns the answer for a bug: it contains only the id under which the bug was logged. */
export function unexpectedResponse(requestId: string): Response {
  const code = 'UNEXPECTED'
  const body = { type: 'about:blank', title: code, status: 500, code, params: { id: requestId }, requestId }
  const headers = { 'Cache-Control': 'no-store', 'Content-Type': 'application/problem+json' }
  return new Response(JSON.stringify(body), { status: 500, headers })
}
