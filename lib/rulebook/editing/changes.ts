/**
 * Describes one difference between two versions; `before` is undefined when it is new, and `after` when it was removed.
 */
export type Change = { path: readonly string[]; before: unknown; after: unknown }

/** These properties identify members of a list, regardless of their place in it. */
const NAMES = ['key', 'kind', 'type', 'code', 'source', 'variant'] as const
/** The name and the date of a version are no part of its content. */
const IGNORED: ReadonlySet<string> = new Set(['version', 'effectiveFrom'])

/**
 * Returns the differences in the order of `before`, then those that are new. Lists of plain values are compared as
 * wholes.
 */
export function changesBetween(before: unknown, after: unknown, path: readonly string[] = []): Change[] {
  const [one, other] = [membersOf(before), membersOf(after)]
  if (!one || !other) return isEqual(before, after) ? [] : [{ path, before, after }]
  const names = [...new Set([...one.keys(), ...other.keys()])].filter((name) => !IGNORED.has(name))
  return names.flatMap((name) =>
    one.has(name) && other.has(name)
      ? changesBetween(one.get(name), other.get(name), [...path, name])
      : [{ path: [...path, name], before: one.get(name), after: other.get(name) }],
  )
}

/** Returns the members of an object or a list; null for plain values and lists of them. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  if (value.length === 0 || !value.every((member) => typeof member === 'object')) return null
  return new Map(value.map((member: Record<string, unknown>, index) => [nameOf(member) ?? String(index + 1), member]))
}

const nameOf = (member: Record<string, unknown>): string | undefined => {
  const name = NAMES.find((candidate) => typeof member[candidate] === 'string')
  // The `kind` of a reason is its effect; its name is its code.
  return name && String(typeof member.code === 'string' ? member.code : member[name])
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
