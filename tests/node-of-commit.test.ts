import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { nodeForCommit, nodeOf, RELEASES, releaseOf } from '@/scripts/test/nodes.mjs'

const commits = Array.from({ length: 300 }, (_, i) => createHash('sha1').update(`${i}`).digest('hex'))

afterEach(() => vi.unstubAllEnvs())

test('a commit has one release, and each release has its turns', () => {
  expect(releaseOf('00000002'.padEnd(40, 'f'))).toBe(RELEASES[2])
  for (const release of RELEASES) {
    expect(commits.filter((commit) => releaseOf(commit) === release).length).toBeGreaterThan(commits.length / 6)
  }
})

test('the oldest is the one that package.json names', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }
  expect(engines.node).toMatch(new RegExp(`^>=${Math.min(...RELEASES)}\\.`))
})

test('this Node is not downloaded; without a commit, or where another is not available, it is used', async () => {
  vi.stubEnv('npm_config_offline', 'true')
  expect(await nodeOf(Number.parseInt(process.versions.node, 10))).toBe(process.execPath)
  expect(await nodeOf(1_999)).toBeUndefined()
  expect(await nodeForCommit('')).toBe(process.execPath)
})
