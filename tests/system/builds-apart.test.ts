import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { heavy } from '@/tests/setup/heavy'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 })

const builds = heavy('builds-apart', { quick: 0, long: 2 })
const KEY = Buffer.alloc(32, 5).toString('base64')

/** Differences between two builds of the same sources that are no part of the app: see decision 40. */
const DIFFERS =
  /^(cache|diagnostics|trace|trace-build|prerender-manifest\.json|required-server-files\.(js|json)|server\/preview-props\.json)(\/|$)/

let folder: string
const inClone = (name: string, ...file: string[]) => path.join(folder, name, ...file)

/** Clones the committed sources, with the packages of this folder. */
function clone(name: string): void {
  execFileSync('git', ['clone', '--quiet', '.', inClone(name)])
  execFileSync('cp', ['--archive', 'node_modules', inClone(name)])
}

const run = (name: string, env: Record<string, string> = {}) =>
  execFileSync(process.execPath, ['scripts/build.mjs'], {
    cwd: inClone(name),
    env: { NODE_ENV: 'production', PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: 'utf8',
  })

function actionsOf(name: string): { key: string; ids: string[] } {
  const manifest = readFileSync(inClone(name, '.next/server/server-reference-manifest.json'), 'utf8')
  const { node, encryptionKey: key } = JSON.parse(manifest) as { node: object; encryptionKey: string }
  return { key, ids: Object.keys(node).sort() }
}

const idOf = (name: string) => readFileSync(inClone(name, '.next/BUILD_ID'), 'utf8')

/** Returns each file of the built app with a hash of it. */
function contents(name: string): Record<string, string> {
  const built = inClone(name, '.next')
  const files = readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(built, path.join(entry.parentPath, entry.name)))
    .filter((file) => !DIFFERS.test(file))
  const hash = (file: string) =>
    createHash('sha256')
      .update(readFileSync(path.join(built, file)))
      .digest('hex')
  return Object.fromEntries(files.sort().map((file) => [file, hash(file)]))
}

describe.skipIf(builds.tries === 0)('two clones that are built apart', () => {
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-apart-'))
    for (const name of ['a', 'b']) {
      clone(name)
      run(name)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('are one build: the same actions, the same id, the same files', () => {
    const [a, b] = [actionsOf('a'), actionsOf('b')]
    expect(a.ids.length).toBeGreaterThan(50)
    expect(b).toEqual(a)
    expect(idOf('b')).toBe(idOf('a'))
    const files = contents('a')
    expect(contents('b')).toEqual(files)
    builds.done(2, { actions: a.ids.length, shared: a.ids.length, equalFiles: Object.keys(files).length })
  })

  test('the key of an operator is in the build, another one makes another build, and none takes what is there', () => {
    expect(run('b')).not.toMatch(/building/i)
    const before = { ids: actionsOf('b').ids, id: idOf('b') }

    expect(run('b', { NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: KEY })).toMatch(/building/i)
    const own = actionsOf('b')
    expect(own.key).toBe(KEY)
    expect(own.ids.filter((id) => before.ids.includes(id))).toEqual([])
    expect(idOf('b')).not.toBe(before.id)

    expect(run('b')).not.toMatch(/building/i)
    expect(actionsOf('b')).toEqual(own)
    expect(existsSync(inClone('b', 'data'))).toBe(false) // a build needs no data folder
  })
})
