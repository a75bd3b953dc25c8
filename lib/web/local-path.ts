/** Returns a path of this portal to visit after signing in, or the fallback: never another site. */
export function localPath(wanted: string | undefined, fallback: string): string {
  const base = 'http://portal.invalid'
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, base)) return fallback
  const { origin, pathname, search } = new URL(wanted, base)
  return origin === base && !pathname.startsWith('//') ? pathname + search : fallback
}
