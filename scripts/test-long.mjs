// `npm run test:long` runs what the gate leaves out: long system and browser tests, kills, fuzz, races, slow uploads
// and letters at their stated counts, all tests on each release of Node, and each guard in turn; or parts by name:
// `npm run test:long -- fuzz slow`, `npm run test:long -- node-24`, `npm run test:long -- guards lib/accounts`. Results
// are stored in docs/results.
import { randomInt } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { at, requireNode, root, StartError } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { say } from './prepare/run.mjs'
import { installPackages, prepareApp } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { commit } from './test/commit.mjs'
import { nodeOf, RELEASES } from './test/nodes.mjs'
import { playwright } from './test/playwright.mjs'
import { passSignalsOn } from './test/process-tree.mjs'
import { ensureFolderOfRun } from './test/run-folders.mjs'
import { ensureServers, ensureSpreadsheet } from './test/servers.mjs'
import { BY_NAME, longBrowser, longSystem } from './test/suites.mjs'
import { conclude, sum, tally } from './test/tally.mjs'
import { settle, vitest } from './test/vitest.mjs'

/** Limits each part to so many minutes. */
const LIMIT = 90
const RESULTS = at('docs/results/test-long.json')
const PARTS = [...Object.keys(BY_NAME), 'system', 'browser', ...RELEASES.map(partOf), 'guards']

await program(async () => {
  requireNode()
  process.chdir(root)
  passSignalsOn()
  ensureFolderOfRun()
  const named = process.argv.slice(2)
  const unknown = named.filter((name) => !PARTS.includes(name) && !name.startsWith('lib/'))
  if (unknown.length > 0) throw new StartError(`No part is called ${unknown.join(' or ')}. Parts: ${PARTS.join(', ')}.`)
  const isPart = (name) => named.length === 0 || named.includes(name)
  process.env.ZHUNXIN_SEED ||= `${randomInt(2 ** 31)}`
  say(`Seed ${process.env.ZHUNXIN_SEED}: ZHUNXIN_SEED repeats this run.`)
  await installPackages() // other modules need them before they can be loaded
  await prepareApp()
  await ensureBrowser()
  const tallies = [await ensureServers()]
  if (isPart('spreadsheet')) tallies.push(await ensureSpreadsheet())
  const how = { env: { ZHUNXIN_LONG: '1' }, minutes: LIMIT }
  const part = async (name, work) => {
    if (isPart(name)) tallies.push(await stored(name, work))
  }
  for (const [name, files] of Object.entries(BY_NAME))
    await part(name, async () => settle([await vitest([...files], how)], how))
  await part('system', async () => settle([await vitest(['--project', 'system', ...longSystem()], how)], how))
  await part('browser', () => playwright(longBrowser(), how))
  for (const release of RELEASES) await part(partOf(release), () => onRelease(release))
  await part('guards', async () => {
    const { guardMutations } = await import('./test/guard-mutations.mjs')
    return guardMutations(named.filter((name) => name.startsWith('lib/')))
  })
  conclude(tallies)
})

/** Does a part of the suite, and writes its result to docs/results/test-long.json, which has the last of each part. */
async function stored(name, work) {
  const start = Date.now()
  const result = await work()
  const { passed, failed, skippedNames, flakyNames } = result
  const before = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {}
  const minutes = Math.round((Date.now() - start) / 6_000) / 10
  const seed = Number(process.env.ZHUNXIN_SEED)
  const last = { commit: commit(), seed, minutes, passed, failed, skipped: skippedNames.length, flaky: flakyNames }
  writeFileSync(RESULTS, `${JSON.stringify({ ...before, [name]: last }, null, 2)}\n`)
  return result
}

function partOf(release) {
  return `node-${release}`
}

/** Runs all tests on a release of Node; the portals that they start run on it too. */
async function onRelease(release) {
  const node = await nodeOf(release)
  say(node ? `All tests on Node ${release} …` : `Node ${release} is not available here.`)
  if (!node) return tally(0, 0, [`all tests on Node ${release}`])
  const how = { node, minutes: LIMIT }
  return sum([await settle([await vitest([], how)], how), await playwright(['--project', 'afterwards'], how)])
}
