// `npm run test:long`: kills, fuzz and races at their stated counts. Results are kept in docs/results.
import { at, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { conclude, vitest } from './test/runners.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  await prepareApp(at('.build/test-data'))
  conclude([await vitest(['fuzz', 'race', 'kill'], { ZHUNXIN_LONG: '1' })])
})
