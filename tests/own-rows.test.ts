import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/** Lists the browser tests and what they use to write rows. Two of them at a time share a portal's database. */
const files = ['tests/e2e', 'tests/screens', 'tests/factories'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name)),
)

const STATEMENT = /`\s*(?:UPDATE|DELETE\s+FROM)\s[^`]*/gi
const CALL = /\.(?:updateMany|deleteMany)\((?!\s*\{\s*where\b)[^)]*/g

/** Lists the writes of a text that name no rows, and so change those of every test that runs at that time. */
function writesToAll(text: string): string[] {
  const statements = [...text.matchAll(STATEMENT)].map(([sql]) => sql).filter((sql) => !/\bWHERE\b/i.test(sql))
  return [...statements, ...[...text.matchAll(CALL)].map(([call]) => call)]
}

test('no browser test changes the rows of the tests that run next to it', () => {
  expect(files.length).toBeGreaterThan(100)
  expect(files.flatMap((file) => writesToAll(readFileSync(file, 'utf8')).map((write) => `${file}: ${write}`))).toEqual(
    [],
  )
})

test('a write to all rows would be found, and one to some is not', () => {
  const toAll = [
    "$executeRaw`UPDATE sign_in_codes SET created_at = created_at - interval '1 hour'`",
    '$executeRaw`\n  DELETE FROM document_views`',
    'rateLimit.deleteMany()',
    'session.updateMany({ data: { endedAt } })',
  ]
  const toSome = [
    '$executeRaw`UPDATE sessions SET ends_at = now() WHERE id = $' + '{id}`',
    'session.updateMany({ where: { userId }, data })',
    'handover.updateMany(\n  { where: { id }, data },\n)',
    '$queryRaw`SELECT 1 FROM users FOR UPDATE`',
  ]
  for (const write of toAll) expect(writesToAll(write), write).toHaveLength(1)
  for (const write of toSome) expect(writesToAll(write), write).toEqual([])
})
