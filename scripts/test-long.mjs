// `npm run test:long`: kills, fuzz, races and slow uploads at their stated counts, and each guard in turn; or parts by name:
// `npm run test:long -- kill race`, `npm run test:long -- guards lib/accounts`. Results are kept in docs/results.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { guardMutations } from './test/guard-mutations.mjs'
import { conclude, vitest } from './test/runners.mjs'
import { ensureSpreadsheet } from './test/servers.mjs'

const PARTS = ['fuzz', 'race', 'kill', 'carve', 'nodes', 'builds', 'slow', 'spreadsheet']

await program(async () => {
  requireNode()
  process.chdir(root)
  const named = process.argv.slice(2)
  await prepareApp()
  const tallies = []
  const parts = named.length > 0 ? PARTS.filter((part) => named.includes(part)) : PARTS
  if (parts.includes('spreadsheet')) await ensureSpreadsheet()
  if (parts.length > 0) tallies.push(await vitest(parts, { ZHUNXIN_LONG: '1' }))
  if (named.length === 0 || named.includes('guards')) {
    tallies.push(await guardMutations(named.filter((name) => name.startsWith('lib/'))))
  }
  conclude(tallies)
})
