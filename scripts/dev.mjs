// `npm run dev` runs the portal on its own database and rebuilds it as its sources change.
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  const data = dataFolder()
  await installPackages()
  await generateClient()
  await bundlePrograms()
  Object.assign(process.env, { NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', ZHUNXIN_DATA: data })
  await import(pathToFileURL(at('.build/portal.mjs')).href)
})
