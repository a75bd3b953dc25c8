// `npm run validate` runs the fast part of the tests, before each commit.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { runPackage } from './prepare/run.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'
import { ensureFolderOfRun, freshSpecimens } from './test/run-folders.mjs'
import { staticChecks } from './test/static-checks.mjs'
import { conclude } from './test/tally.mjs'
import { countOnce, vitest } from './test/vitest.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  await installPackages()
  await generateClient()
  await bundlePrograms()
  await runPackage('typegen', 'next/dist/bin/next', ['typegen']) // types of pages, by their routes
  ensureFolderOfRun()
  const env = { ZHUNXIN_SPECIMENS: freshSpecimens() }
  conclude([await staticChecks(), countOnce(await vitest(['--project', 'unit', '--project', 'database'], { env }))])
})
