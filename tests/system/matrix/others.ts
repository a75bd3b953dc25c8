import { fill, type Heard, isTus } from './run'
import type { Row } from './table/cells'
import { NOTHING, type Target } from './target'

/**
 * Lists the parts of a target that are ids which a request may contain. A token is none: anyone who has it may use it.
 */
type IdName = {
  [Name in keyof Target]: Target[Name] extends string ? Name : never
}[keyof Target]

const IDS = Object.keys(NOTHING).filter(
  (name): name is IdName => name !== 'token' && typeof NOTHING[name as keyof Target] === 'string',
)

/** The browser makes the ids of new rows: an unknown id is accepted, another account's is not. */
const MADE_BY_BROWSERS: ReadonlySet<string> = new Set(['signature.id'])

/**
 * Lists the ids that the row accepts anywhere: in its path, its query, a field of its form, the metadata of an upload.
 */
export function idsIn(row: Row): readonly IdName[] {
  if (row.kind === 'route' && isTus(row)) {
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
 * Returns an answer without what differs from one request to the next, and without the ids in question. A page arrives
 * in pieces, in the order in which they were ready.
 */
export function withoutIds({ status, body, location, code }: Heard) {
  const plain = (text: string) =>
    text
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'ID')
      .replaceAll(/nonce(\\?["'=:])+[\w+/=]+/g, 'nonce')
      .replaceAll(/(\+86)?1\d{10}\b/g, 'PHONE') // new for each form
      .replaceAll(/"\]\)<\/script><script[^>]*>self\.__next_f\.push\(\[1,"/g, '')
  return { status, code, location: location && plain(location), body: plain(body).split('\\n').sort().join('\n') }
}
