// `npm run screens` takes a picture of every page, in both sizes, both languages, light and dark, into ./screens.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'
import { ensureBrowser } from './test/browser.mjs'
import { playwright } from './test/playwright.mjs'
import { conclude } from './test/tally.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  await prepareApp()
  await ensureBrowser()
  conclude([await playwright(['--project', 'screens'])])
})
