import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { startsOfTest } from '@/tests/setup/starts'

/** Runs what CONTRIBUTING offers for work on the sources, and the gate leaves out: tests/offered-commands.test.ts. */

const { start, aDataFolder } = startsOfTest()

test('dev serves the portal from its sources', async () => {
  const portal = await start({ dataFolder: aDataFolder(), script: 'scripts/dev.mjs' })
  const home = await fetch(portal.url)
  expect(home.status).toBe(200)
  expect(await home.text()).toContain('实名')
})

const pictures = () =>
  readdirSync('public', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(png|ico)$/.test(name))
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(path.join('public', name)))
        .digest('hex'),
    ])

test('icons draws the pictures that are there', () => {
  const before = pictures()
  const { status, stderr } = spawnSync('npm', ['run', '--silent', 'icons'], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
  expect(pictures()).toEqual(before)
})

test('bench measures a part of a benchmark, in a part of its work, and names the parts that there are', () => {
  const bench = (...args: string[]) =>
    spawnSync('npm', ['run', '--silent', 'bench', '--', ...args], { encoding: 'utf8' })
  const measured = bench('served', '--only', 'queue', '--share', '0.02', '--rounds', '1', '--json')
  expect(measured.status, measured.stderr).toBe(0)
  const figures = measured.stdout.split('\n').filter((line) => line.startsWith('{'))
  expect(figures.length).toBeGreaterThan(0)
  const refused = bench('nothing')
  expect(refused.status).toBe(1)
  expect(refused.stderr).toMatch(/NAME is one of: .*served/)
})
