// `npm run test:long` runs kills, fuzz, races, slow uploads and letters at their stated counts, all tests on each release of
// Node, and each guard in turn; or parts by name: `npm run test:long -- kill race`, `npm run test:long -- versions`,
// `npm run test:long -- guards lib/accounts`. Results are stored in docs/results.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { say } from './prepare/run.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { guardMutations } from './test/guard-mutations.mjs'
import { nodeOf, RELEASES } from './test/nodes.mjs'
import { conclude, playwright, sum, tally, vitest } from './test/runners.mjs'
import { ensureServers, ensureSpreadsheet } from './test/servers.mjs'

const PARTS = ['fuzz', 'race', 'kill', 'carve', 'nodes', 'builds', 'slow', 'spreadsheet', 'letter-recognition']

await program(async () => {
  requireNode()
  process.chdir(root)
  const named = process.argv.slice(2)
  await prepareApp()
  const tallies = []
  const parts = named.length > 0 ? PARTS.filter((part) => named.includes(part)) : PARTS
  if (parts.includes('spreadsheet')) await ensureSpreadsheet()
  if (parts.length > 0) tallies.push(await vitest(parts, { env: { ZHUNXIN_LONG: '1' } }))
  if (named.length === 0 || named.includes('versions')) tallies.push(await everyRelease())
  if (named.length === 0 || named.includes('guards')) {
    tallies.push(await guardMutations(named.filter((name) => name.startsWith('lib/'))))
  }
  conclude(tallies)
})

/** Runs all tests on each release of Node; the portals that they start run on it too. */
async function everyRelease() {
  await ensureBrowser()
  await ensureServers()
  const tallies = []
  for (const release of RELEASES) {
    const node = await nodeOf(release)
    say(node ? `All tests on Node ${release} …` : `Node ${release} is not available here.`)
    const those = node
      ? [await vitest([], { node }), await playwright(['--project', 'afterwards'], { node })]
      : [tally(0, 0, [`all tests on Node ${release}`])]
    tallies.push(...those.map((one) => onRelease(release, one)))
  }
  return sum(tallies)
}

function onRelease(release, { passed, failed, skippedNames, failedNames }) {
  const named = (name) => `Node ${release}: ${name}`
  return tally(passed, failed, skippedNames.map(named), failedNames.map(named))
}
