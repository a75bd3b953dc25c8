import 'server-only'
import { distance } from 'fastest-levenshtein'
import { VARIABLE_NAMES } from '@/lib/core/env'
import { type Found, ok, warning } from './finding'

/** Lists variables that our own scripts and tests set, or that the portal's dependencies read. */
const OTHERS = new Set([
  ...['ZHUNXIN_DEPLOYMENT', 'ZHUNXIN_GUARDS', 'ZHUNXIN_LONG', 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'],
  ...['HOSTNAME', 'HOME', 'HOSTTYPE', 'LANG', 'PATH', 'PWD', 'SHELL', 'TERM', 'USER'],
])
/** Matches groups of settings: a name with such a prefix is meant for the portal. */
const OURS = /^(ZHUNXIN|SMS|SMTP|TENCENT|ALIBABA|S3|CLAMAV|OIDC|AUDIT|CODES|DATABASE|BACKUP|OPERATOR)_/
/** Letters that may differ: short names are close to many others. */
const mistakesIn = (name: string) => (name.length < 6 ? 1 : 2)

/**
 * Names that are set and mean nothing, and that someone may have meant for a setting. An empty one counts as not set.
 */
export function checkVariables(source: NodeJS.ProcessEnv): Found[] {
  const known = new Set<string>(VARIABLE_NAMES)
  const strange = Object.keys(source).filter((name) => source[name] && !known.has(name) && !OTHERS.has(name))
  const found = strange.flatMap((name) => {
    const meant = nearest(name)
    if (meant) return [warning(`${name} is no setting, and is not read.`, `Did you mean ${meant}?`)]
    if (!OURS.test(name)) return []
    return [
      warning(
        `${name} is no setting, and is not read.`,
        'docs/configuration.md lists all settings. Remove it, or correct it.',
      ),
    ]
  })
  const set = VARIABLE_NAMES.filter((name) => source[name])
  return found.length > 0
    ? found
    : [ok(`${set.length} of ${VARIABLE_NAMES.length} settings are set, and no name is misspelt.`)]
}

function nearest(name: string): string | undefined {
  const [best] = VARIABLE_NAMES.map((known) => ({ known, mistakes: distance(name.toUpperCase(), known) })).sort(
    (a, b) => a.mistakes - b.mistakes,
  )
  return best && best.mistakes <= mistakesIn(best.known) ? best.known : undefined
}
