import { DATABASE_AWAY, type DomainError, type ErrorCode } from '@/lib/core/errors'

/** HTTP status of each refusal; what is not named here is the request's fault in some way: 422. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FRESH_FACTOR_NEEDED: 403,
  FRESH_CODE_NEEDED: 403,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  INVALID_STATE: 409,
  CONFLICT: 409,
  CLAIM_LOST: 409,
  HELD_BY_OTHER: 409,
  ALREADY_ENDED: 409,
  SLOT_FULL: 409,
  CONSENT_MISSING: 409,
  LOCKED: 409,
  LAST_FACTOR: 409,
  COOLING_OFF: 409,
  LAST_MEMBER: 409,
  GRANT_WAITS: 409,
  ON_HOLD: 409,
  ACCOUNT_SHARED: 409,
  ALREADY_MEMBER: 409,
  ALREADY_INVITED: 409,
  NUMBER_IN_USE: 409,
  PHONE_TAKEN: 409,
  SSO_FAILED: 502,
  SSO_REFUSED: 403,
  IDENTITY_LOCKED: 409,
  RATE_LIMITED: 429,
  REVEALS_USED_UP: 429,
  PICTURES_NOT_VIEWED: 409,
  PROOF_MISSING: 429,
  TOO_MANY_DRAFTS: 409,
  TOO_MANY_UNFINISHED: 429,
  TOO_MUCH_A_DAY: 429,
  FILE_TOO_BIG: 413,
  FILE_WRONG_KIND: 415,
  UPLOAD_CUT_OFF: 400,
  TRY_AGAIN: 503,
  DATABASE_AWAY: 503,
}

/** Seconds after which what is away, busy, silent or full is worth another try. */
export const RETRY_AFTER = '10'

type Refusal = Pick<DomainError, 'code' | 'params'>

/**
 * The body of an error answer (RFC 9457). `code` and `params` let the client say it in the user's language; `requestId` is
 * what the log calls the request.
 */
export function problemOf({ code, params }: Refusal, requestId: string) {
  return { type: 'about:blank', title: code, status: STATUS[code] ?? 422, code, params, requestId }
}

/** An error answer. */
export function problemResponse(refusal: Refusal, requestId: string): Response {
  const problem = problemOf(refusal, requestId)
  const headers: Record<string, string> = { 'Cache-Control': 'no-store', 'Content-Type': 'application/problem+json' }
  if (problem.status === 503) headers['Retry-After'] = RETRY_AFTER
  if (problem.status === 429 && refusal.params.seconds) headers['Retry-After'] = String(refusal.params.seconds)
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

/** The database is away: nothing was done, and it is no bug. */
export const awayResponse = (requestId: string): Response =>
  problemResponse({ code: DATABASE_AWAY, params: {} }, requestId)

/** A bug: nothing of it is told but the id under which it was logged. */
export function unexpectedResponse(requestId: string): Response {
  const code = 'UNEXPECTED'
  const body = { type: 'about:blank', title: code, status: 500, code, params: { id: requestId }, requestId }
  const headers = { 'Cache-Control': 'no-store', 'Content-Type': 'application/problem+json' }
  return new Response(JSON.stringify(body), { status: 500, headers })
}
