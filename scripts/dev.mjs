// `npm run dev`: the portal rebuilt as its sources change, on its own database.
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
