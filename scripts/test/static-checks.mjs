// The checks that need neither a database nor a browser: one pass or failure each.
import { at } from '../prepare/folders.mjs'
import { limitStage } from './limits.mjs'
import { packaged } from './reports.mjs'
import { sum, tally } from './tally.mjs'
import { watch } from './watch.mjs'

/** Limits each check to so many minutes. */
const MINUTES = 20

const OF_SOURCES = [
  ['format and lint', ['@biomejs/biome/bin/biome', 'check']],
  [
    'boundaries',
    [
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', '.dependency-cruiser.cjs'],
      ...['app', 'components', 'lib', 'scripts/demo'],
    ],
  ],
  ['dead code', ['knip/bin/knip.js']],
]

/**
 * Returns the checks that read types, also those that the framework generates about pages. Next to other work one
 * checker is enough: four check some things twice.
 */
const ofTypes = (lane) => [
  ['lint with types', ['oxlint/bin/oxlint', '--type-aware', '--quiet']],
  ['types', ['typescript/bin/tsc', '--noEmit', '-p', '.', ...(lane ? ['--checkers', '1'] : [])]],
]

export const staticChecks = async () => sum([await checkSources(), await checkTypes()])

/** @param {string} lane see `watch` */
export async function checkSources(lane) {
  const floors = await check('security floors', [at('scripts/check-floors.mjs')], lane)
  const words = await check('plain words', [at('scripts/check-words.mjs')], lane)
  return sum([floors, words, await checkAll(OF_SOURCES, lane)])
}

/** @param {string} lane see `watch` */
export const checkTypes = (lane) => checkAll(ofTypes(lane), lane)

async function checkAll(checks, lane) {
  const tallies = []
  for (const [name, [script, ...args]] of checks) tallies.push(await check(name, [packaged(script), ...args], lane))
  return sum(tallies)
}

async function check(name, args, lane) {
  const code = await watch(args, { lane, limit: limitStage(MINUTES) })
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`)
  return code === 0 ? tally(1, 0) : tally(0, 1, [], [name])
}
