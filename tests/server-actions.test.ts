import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const DIRECTIVE = /^\s*(['"])use (server|cache)\b[^'"]*\1/

const sources = ['app', 'components', 'lib'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|tsx|js|mjs)$/.test(name))
    .map((name) => path.join(folder, name)),
)

/** Lists lines that start with a directive of Next's, as `file:line directive`. */
function directivesIn(file: string, text: string): string[] {
  const found = text.split('\n').map((line, i) => ({ line: i + 1, directive: DIRECTIVE.exec(line)?.[0].trim() }))
  return found.filter(({ directive }) => directive).map(({ line, directive }) => `${file}:${line} ${directive}`)
}

const INLINE = `export const Page = ({ id }: { id: string }) => {
  async function remove() {
    'use server'
    await removeById(id)
  }
}`

test('no server action closes over anything: what it would carry is encrypted under a key that is public (decision 40)', () => {
  const all = sources.flatMap((file) => directivesIn(file, readFileSync(file, 'utf8')))
  expect(all.length).toBeGreaterThan(30)
  expect(all.filter((found) => !found.endsWith(":1 'use server'"))).toEqual([])
})

test('an action within a component, and a cached function, would be found', () => {
  expect(directivesIn('page.tsx', INLINE)).toEqual(["page.tsx:3 'use server'"])
  expect(directivesIn('read.ts', '"use cache: private"')).toEqual(['read.ts:1 "use cache: private"'])
})

/** The dialog in which an ended session is continued: it can't wait for itself. */
const SIGN_IN_AGAIN = /^app\/_components\/sign-in-again\//

test('no form calls its action itself: an ended session and a lost connection are for `useFormAction` (decisions 57 and 62)', () => {
  const calls = /\bawait [\w.[\]]+\(null, form\)/
  const components = sources.filter((file) => file.endsWith('.tsx') && !SIGN_IN_AGAIN.test(file))
  expect(components.filter((file) => calls.test(readFileSync(file, 'utf8')))).toEqual([])
  expect(calls.test('const result = await SEND[act](null, form)')).toBe(true)
})
