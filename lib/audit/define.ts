import { z } from 'zod'

/** Names the kinds of subject of an event. */
export type SubjectKind =
  | 'USER'
  | 'ACCOUNT'
  | 'INVITATION'
  | 'QUALIFICATION'
  | 'FILE'
  | 'AUDIT_LOG'
  | 'RULES'
  | 'MESSAGE'
  | 'ACCESS_CASE'
  | 'ROLE_GRANT'
  | 'ACCESS_CHANGE'
  | 'EXPORT'
  | 'REPORT'
  | 'API_KEY'
  | 'WEBHOOK'
  | 'RETURN_ADDRESS'

/**
 * Defines one kind of event. `data` is what goes into the log for ever: ids, codes, numbers and commitments, never what
 * a person wrote or is called. A change of shape is a new version; old ones stay readable.
 */
export function event<A extends string, K extends SubjectKind | null, D extends z.ZodRawShape>(
  action: A,
  subjectKind: K,
  data: D,
  version = 1,
) {
  return { action, subjectKind, version, data: z.strictObject(data) }
}

export const id = z.uuid()

/**
 * Returns the schema of a machine-readable code, such as a status or a reason.
 * @param vocabulary the set of words that the log shows it in (lib/reports/details/vocabularies.ts); null where it
 *   shows none, as for the reference, which has a column of its own
 */
export const code = <const V extends string | null>(vocabulary: V) =>
  Object.assign(z.string().regex(/^[\w./-]{1,64}$/), { vocabulary })

export const codes = <const V extends string | null>(vocabulary: V) => z.array(code(vocabulary))

export const count = z.int().nonnegative()
/** Matches a SHA-256 digest in hex. */
export const digest = z.string().regex(/^[0-9a-f]{64}$/)
/** Matches an address of a system of the platform, which an administrator wrote. */
export const webAddress = z.string().regex(/^https?:\/\/[\x21-\x7e]{1,2000}$/)
/** Matches an instant, ISO 8601 in UTC. */
export const instant = z.iso.datetime()
