// `npm test`: everything, from a fresh clone. The last line adds it all up.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { nodeOfTurn } from './test/nodes.mjs'
import { conclude, playwright, staticChecks, vitest } from './test/runners.mjs'
import { ensureServers } from './test/servers.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  await prepareApp()
  await ensureBrowser()
  const [checked] = await Promise.all([staticChecks(), ensureServers()])
  const quick = await vitest(['--project', 'unit', '--project', 'database'], {}, await nodeOfTurn())
  conclude([checked, quick, await vitest(['--project', 'system']), await playwright(['--project', 'afterwards'])])
})
