/** One thing that differs between two versions; `before` or `after` is undefined where it was not, or is no more. */
export type Change = { path: readonly string[]; before: unknown; after: unknown }

/** By what the members of a list are told apart, whatever their place in it. */
const NAMES = ['key', 'kind', 'type', 'code', 'source', 'variant'] as const
/** What a version is called and when it came says nothing about what is in it. */
const IGNORED: ReadonlySet<string> = new Set(['version', 'effectiveFrom'])

/** What differs, in the order of the first, then of what is new. Lists of plain values are compared as wholes. */
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

/** Null for what has no members: plain values, and lists of them. */
function membersOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  if (value.length === 0 || !value.every((member) => typeof member === 'object')) return null
  return new Map(value.map((member: Record<string, unknown>, index) => [nameOf(member) ?? String(index + 1), member]))
}

const nameOf = (member: Record<string, unknown>): string | undefined => {
  const name = NAMES.find((candidate) => typeof member[candidate] === 'string')
  // The kind of a reason is what it does; its code is its name.
  return name && String(typeof member.code === 'string' ? member.code : member[name])
}

const isEqual = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)
