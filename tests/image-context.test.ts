import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Says what goes into the context of an image, without a container engine. */

const LINES = readFileSync('.dockerignore', 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))

/** `*` stands for any name or part of one, and `**` with a slash for any folders or none. Nothing else is used. */
const patternOf = (text: string) => {
  const source = text
    .replaceAll('.', '\\.')
    .split('**/')
    .map((part) => part.replaceAll('*', '[^/]*'))
    .join('(?:.*/)?')
  return new RegExp(`^${source}$`)
}
const RULES = LINES.map((line) => ({ adds: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }))

/** The last rule that matches a path, or a folder above it, decides. */
function goesIn(path: string): boolean {
  const names = path.split('/')
  const above = names.map((_, at) => names.slice(0, at + 1).join('/'))
  return RULES.findLast(({ pattern }) => above.some((one) => pattern.test(one)))?.adds ?? true
}

test('what goes into an image is named, and all that is named is there', () => {
  const named = LINES.filter((line) => line.startsWith('!')).map((line) => line.slice(1))
  expect(LINES[0]).toBe('*')
  for (const name of named) expect(existsSync(name), name).toBe(true)
  for (const name of ['docs', 'tests', 'data', '.git', '.']) expect(named).not.toContain(name)
  for (const line of LINES) expect(line, 'is of a kind that this test reads').toMatch(/^!?(?:\*\*\/)?[\w./*-]+$/)
})

test.each([
  'docs/deploy/my.env',
  'docs/deploy/secrets/app',
  'my.env',
  '.env',
  '.env.local',
  'scripts/my.env',
  'lib/deeper/still/my.env',
  'app/.env.production',
  'scripts/server-actions.key',
  'lib/tls/portal.pem',
  'scripts/keyring.json',
  'lib/keyring-2026.json',
  'data/keyring.json',
  'zhunxin-data/blobs/0198c0de',
  'backups/2026-11-30/database.tar',
  '.git/config',
  'node_modules/next/package.json',
  'lib/db/generated/client.ts',
  'tests/setup/portal.ts',
])('%s stays out', (path) => {
  expect(goesIn(path)).toBe(false)
})

test.each([
  'package.json',
  'package-lock.json',
  '.npmrc',
  'app/layout.tsx',
  'app/icon.svg',
  'components/documents/document-examples.tsx',
  'lib/core/env.ts',
  'lib/web/server/read-form.ts',
  'prisma/schema/people.prisma',
  'scripts/start.mjs',
  'public/robots.txt',
  'next.config.ts',
])('%s goes in', (path) => {
  expect(goesIn(path)).toBe(true)
})
