/** Matches `cn-mainland/2026-11`; a second version in a month is `cn-mainland/2026-11.2`. */
const VERSION = /^([a-z-]+)\/\d{4}-\d{2}(\.\d+)?$/

/**
 * Returns the name of a version that is started today.
 *
 * @param basedOn the version that it starts from, whose place it keeps
 * @param taken names that are in use
 * @param today YYYY-MM-DD in Shanghai
 */
export function nextVersion(basedOn: string, taken: readonly string[], today: string): string {
  const [, place] = VERSION.exec(basedOn) ?? []
  if (!place) throw new RangeError(`${basedOn} is no name of a version`)
  const name = `${place}/${today.slice(0, 7)}`
  let [candidate, count] = [name, 1]
  while (taken.includes(candidate)) {
    count += 1
    candidate = `${name}.${count}`
  }
  return candidate
}

export const isVersionName = (text: string): boolean => VERSION.test(text)

/** Returns the name for an address, where a slash would be another folder. */
export const slugOf = (version: string): string => version.replace('/', '_')
export const versionOf = (slug: string): string => slug.replace('_', '/')
