import { fill, type Heard } from './run'
import type { Row } from './table/cells'
import { NOTHING, type Target } from './targets'

/** What of a target is an id that a request may carry. A token is none: whoever has it may. */
type IdName = {
  [Name in keyof Target]: Target[Name] extends string ? Name : never
}[keyof Target]

const IDS = Object.keys(NOTHING).filter(
  (name): name is IdName => name !== 'token' && typeof NOTHING[name as keyof Target] === 'string',
)

/** Of what is new the browser makes the id: one that nothing has is taken, one that others have is not. */
const MADE_BY_BROWSERS: ReadonlySet<string> = new Set(['signature.id'])

/** Which ids the row takes, wherever: in its path, its query, a field of its form, the metadata of an upload. */
export function idsIn(row: Row): readonly IdName[] {
  if (row.kind === 'route' && row.path.startsWith('/api/tus')) {
    if (row.method === 'OPTIONS') return []
    return row.method === 'POST' ? ['qualificationId'] : ['uploadId']
  }
  const written = (target: Target) =>
    row.kind === 'route'
      ? fill(row.path, target)
      : row.form(target).flatMap(([name, value]) => (MADE_BY_BROWSERS.has(name) ? [] : [value]))
  const nothing = JSON.stringify(written(NOTHING))
  return IDS.filter((name) => nothing.includes(NOTHING[name]))
}

/**
 * An answer without what differs from one request to the next, and without the ids that were asked about. A page comes in
 * pieces, in the order in which they were ready.
 */
export function withoutIds({ status, body, location, code }: Heard) {
  const plain = (text: string) =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/nonce(\\?["'=:])+[\w+/=]+/g, 'nonce')
      .replaceAll(/(\+86)?1\d{10}\b/g, 'PHONE') // made anew for each form
      .replaceAll(/"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, '')
  return { status, code, location: location && plain(location), body: plain(body).split('\\n').sort().join('\n') }
}
