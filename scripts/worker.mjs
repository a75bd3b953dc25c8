// `npm run worker`: the worker in a process of its own, beside a portal that has ZHUNXIN_WORKER=separate.
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
  Object.assign(process.env, { NODE_ENV: 'production', ZHUNXIN_DATA: data })
  await import(pathToFileURL(at('.build/worker.mjs')).href)
})
