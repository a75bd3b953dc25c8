// `npm run test:long` runs what the gate leaves out: long system and browser tests, kills, fuzz, races, slow uploads
// and letters at their stated counts, all tests on each release of Node, and each guard in turn; or parts by name:
// `npm run test:long -- kill race`, `npm run test:long -- versions`, `npm run test:long -- guards lib/accounts`. Results are
// stored in docs/results.
import { randomInt } from 'node:crypto'
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { say } from './prepare/run.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { guardMutations } from './test/guard-mutations.mjs'
import { nodeOf, RELEASES } from './test/nodes.mjs'
import { playwright } from './test/playwright.mjs'
import { passSignalsOn } from './test/process-tree.mjs'
import { ensureServers, ensureSpreadsheet } from './test/servers.mjs'
import { BY_NAME, longBrowser, longSystem } from './test/suites.mjs'
import { conclude, sum, tally } from './test/tally.mjs'
import { settle, vitest } from './test/vitest.mjs'

/** Minutes for a part. */
const LIMIT = 90

await program(async () => {
  requireNode()
  process.chdir(root)
  passSignalsOn()
  const named = process.argv.slice(2)
  const isPart = (name) => named.length === 0 || named.includes(name)
  process.env.ZHUNXIN_SEED ||= `${randomInt(2 ** 31)}`
  say(`Seed ${process.env.ZHUNXIN_SEED}: ZHUNXIN_SEED repeats this run.`)
  await prepareApp()
  await ensureBrowser()
  await ensureServers()
  if (isPart('spreadsheet')) await ensureSpreadsheet()
  const how = { env: { ZHUNXIN_LONG: '1' }, minutes: LIMIT }
  const tallies = []
  for (const part of BY_NAME.filter(isPart)) tallies.push(await settle([await vitest([part], how)], how))
  if (isPart('system')) tallies.push(await settle([await vitest(['--project', 'system', ...longSystem()], how)], how))
  if (isPart('browser')) tallies.push(await playwright(longBrowser(), { minutes: LIMIT }))
  if (isPart('versions')) tallies.push(await everyRelease())
  if (isPart('guards')) tallies.push(await guardMutations(named.filter((name) => name.startsWith('lib/'))))
  conclude(tallies)
})

/** Runs all tests on each release of Node; the portals that they start run on it too. */
async function everyRelease() {
  const tallies = []
  for (const release of RELEASES) {
    const node = await nodeOf(release)
    say(node ? `All tests on Node ${release} …` : `Node ${release} is not available here.`)
    const those = node
      ? [await settle([await vitest([], { node })], { node }), await playwright(['--project', 'afterwards'], { node })]
      : [tally(0, 0, [`all tests on Node ${release}`])]
    tallies.push(...those.map((one) => onRelease(release, one)))
  }
  return sum(tallies)
}

function onRelease(release, { passed, failed, skippedNames, failedNames, flakyNames }) {
  const named = (name) => `Node ${release}: ${name}`
  return tally(passed, failed, skippedNames.map(named), failedNames.map(named), flakyNames.map(named))
}
