// `npm run letter:measure -- --seed TEXT [--each 20] [--cut 10] [--level LEVEL] [--measured FILE]` measures how well photographs of
// letters are recognised: it draws them, with what is true of each, and compares. FILE has the lines that earlier runs printed.
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundle, bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'

// Only the table goes to stdout.
console.log = console.error
await program(async () => {
  requireNode()
  process.chdir(root)
  const data = dataFolder()
  await installPackages()
  await generateClient()
  await bundlePrograms()
  await bundle(['tests/factories/photographed/measure-letters.ts'], '.build/tests')
  Object.assign(process.env, { NODE_ENV: 'production', ZHUNXIN_DATA: data })
  await import(pathToFileURL(at('.build/tests/measure-letters.mjs')).href)
})
