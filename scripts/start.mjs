// `npm start` makes what is missing, then runs the portal. It is plain Node, and starts without any package.
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  const data = dataFolder()
  Object.assign(process.env, await prepareApp(), { ZHUNXIN_DATA: data })
  await import(pathToFileURL(at('.build/portal.mjs')).href)
})
