/** Ids, digests and instants say nothing at a glance; they are in the export. */
const LONG = /^([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT.*)$/

/** More of them than this are counted: a row of the log is one line. */
const MOST = 4

const isShort = (value: unknown): value is string | number | boolean =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && !LONG.test(value))

/**
 * The codes of an event, without the reference that it is about: `IN_REVIEW → APPROVED`, `revision=2`,
 * `roles=ADMIN,LEAD`, `parts×7`.
 */
export function detailsOf(data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  const { from, to, reference: _, ...rest } = data as Record<string, unknown>
  const change = codesOf(from) !== null && codesOf(to) !== null ? [`${codesOf(from)} → ${codesOf(to)}`] : []
  return [...change, ...Object.entries(rest).flatMap(([name, value]) => detailOf(name, value))]
}

function detailOf(name: string, value: unknown): string[] {
  const codes = codesOf(value)
  if (codes) return [`${name}=${codes}`]
  return Array.isArray(value) && value.length > 0 ? [`${name}×${value.length}`] : []
}

function codesOf(value: unknown): string | null {
  if (isShort(value)) return String(value)
  return Array.isArray(value) && value.length <= MOST && value.every(isShort) ? value.join(',') : null
}
