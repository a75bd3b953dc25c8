import { readFileSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { nodeOf, RELEASES } from '@/scripts/test/nodes.mjs'

afterEach(() => vi.unstubAllEnvs())

test('the oldest is the one that package.json names', () => {
  const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { engines: { node: string } }
  expect(engines.node).toMatch(new RegExp(`^>=${Math.min(...RELEASES)}\\.`))
})

test('this Node is not downloaded, and one that is not available is undefined', async () => {
  vi.stubEnv('npm_config_offline', 'true')
  expect(await nodeOf(Number.parseInt(process.versions.node, 10))).toBe(process.execPath)
  expect(await nodeOf(1_999)).toBeUndefined()
})
