// `npm run letter:measure -- --seed TEXT [--each 20] [--cut 10] [--level LEVEL] [--measured FILE] [--results FILE]`
// measures how well photographs of letters are recognised: it draws them, with what is true of each, and compares. A
// page that is in the first FILE is not measured again; the second one gets the figures as JSON.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundle, bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'
import { commit } from './test/commit.mjs'

// Only the table goes to stdout.
console.log = console.error
await program(async () => {
  requireNode()
  const typedIn = process.env.INIT_CWD || process.cwd()
  for (const [i, option] of process.argv.entries())
    if (option === '--measured' || option === '--results')
      process.argv[i + 1] = path.resolve(typedIn, `${process.argv[i + 1]}`)
  if (process.argv.includes('--results')) process.argv.push('--commit', commit())
  process.chdir(root)
  const data = dataFolder()
  await installPackages()
  await generateClient()
  await bundlePrograms()
  await bundle(['tests/factories/photographed/measure-letters.ts'], '.build/tests')
  Object.assign(process.env, { NODE_ENV: 'production', ZHUNXIN_DATA: data })
  await import(pathToFileURL(at('.build/tests/measure-letters.mjs')).href)
})
