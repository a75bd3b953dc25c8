import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { namesOfBuild } from '@/scripts/prepare/app.mjs'

const KEY = Buffer.alloc(32, 5).toString('base64')

/** Lists the files of a clone that a build is made of, tests included, without packages and generated files. */
const CLONED = [
  'app',
  'components',
  'lib',
  'prisma',
  'scripts',
  'package-lock.json',
  'next.config.ts',
  'tsconfig.json',
  'postcss.config.mjs',
  'public',
]

let folder: string
const clone = (name: string) => path.join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-clones-'))
  for (const name of ['a', 'b']) {
    mkdirSync(clone(name))
    execFileSync('cp', ['-R', ...CLONED, clone(name)])
    rmSync(path.join(clone(name), 'lib/db/generated'), { recursive: true, force: true })
  }
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const PROGRAM = `
  import { namesOfBuild } from './scripts/prepare/app.mjs'
  import { program } from './scripts/prepare/program.mjs'
  await program(() => process.stdout.write(JSON.stringify(namesOfBuild(process.env))))`

const ask = (name: string, env: Record<string, string>) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], {
    cwd: clone(name),
    env: { NODE_ENV: 'production', ...env },
    encoding: 'utf8',
  })

const namesIn = (name: string, env: Record<string, string> = {}): ReturnType<typeof namesOfBuild> =>
  JSON.parse(ask(name, env).stdout)

test('two clones of the same sources build under the same names, wherever they are', () => {
  const names = namesIn('a')
  expect(namesIn('b')).toEqual(names)
  expect(namesOfBuild({})).toEqual(names) // with packages, tests and generated files next to it
  expect(Buffer.from(names.key, 'base64')).toHaveLength(32)
  expect(names.id).toMatch(/^\d+$/)
})

test('other sources have another id, and the same key: open tabs continue to work', () => {
  const before = namesIn('a')
  appendFileSync(path.join(clone('b'), 'app/layout.tsx'), '\n')
  const after = namesIn('b')
  expect(after.id).not.toBe(before.id)
  expect(after.key).toBe(before.key)
})

test('the key and the id that an operator sets are used', () => {
  const own = namesIn('a', { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: KEY })
  expect(own.key).toBe(KEY)
  expect(own.id).not.toBe(namesIn('a').id) // actions have other ids, so it is another build
  expect(namesIn('a', { ZHUNXIN_BUILD_ID: 'v1-2_x' }).id).toBe('v1-2_x')
  expect(namesIn('a', { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: '', ZHUNXIN_BUILD_ID: '' })).toEqual(namesIn('a'))
})

test.each([
  ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', 'not base64!'],
  ['NEXT_SERVER_ACTIONS_ENCRYPTION_KEY', Buffer.alloc(31).toString('base64')],
  ['ZHUNXIN_BUILD_ID', 'a/b'],
  ['ZHUNXIN_BUILD_ID', 'a'.repeat(65)],
])('%s=%s is refused in a line that does not repeat it', (name, value) => {
  const { status, stderr } = ask('a', { [name]: value })
  expect(status).toBe(1)
  expect(stderr).toContain(name)
  expect(stderr).not.toContain(value)
  expect(stderr.trim().split('\n')).toHaveLength(1)
})
