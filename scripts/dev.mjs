// `npm run dev`: the portal rebuilt as its sources change, on its own database.
import { pathToFileURL } from 'node:url'
import { at, dataFolder, nextEnvironment, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  const data = dataFolder()
  await installPackages()
  await generateClient()
  await bundlePrograms()
  const { forRun } = nextEnvironment(data, '')
  Object.assign(process.env, forRun, { NODE_ENV: 'development', ZHUNXIN_DATA: data })
  await import(pathToFileURL(at('.build/portal.mjs')).href)
})
