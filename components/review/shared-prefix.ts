/** English names of what belongs to a person start with who that is. */
const PERSON = /^[^:]+: /

/**
 * Returns what the names of a list start with, if it is the same for all, such as "Legal representative: "; otherwise
 * nothing.
 *
 * @param isHeaded whether the list has a heading that says it: then names without it may be among them
 */
export function sharedPrefix(names: readonly string[], { isHeaded = false } = {}): string {
  const found = names.map((name) => PERSON.exec(name)?.[0] ?? '')
  const prefixed = found.filter((prefix) => prefix !== '')
  const [first = ''] = prefixed
  const isShared = prefixed.length > 1 && prefixed.every((prefix) => prefix === first)
  return isShared && (isHeaded || prefixed.length === names.length) ? first : ''
}
