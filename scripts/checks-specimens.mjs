// `npm run checks:specimens -- FOLDER --seed TEXT [--good 20] [--spoiled 10] [--papers PAPER,…]` draws pictures of
// papers of nobody, with a `truth.json`: so many good ones at each level, of these papers, and so many of each way in
// which a picture is spoiled.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { at, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundle, installPackages } from './prepare/steps.mjs'

await program(async () => {
  requireNode()
  const typedIn = process.env.INIT_CWD || process.cwd()
  process.chdir(root)
  await installPackages()
  await bundle(['tests/factories/photographed/write-folder.ts'], '.build/tests')
  if (process.argv[2] && !process.argv[2].startsWith('-')) process.argv[2] = path.resolve(typedIn, process.argv[2])
  await import(pathToFileURL(at('.build/tests/write-folder.mjs')).href)
})
