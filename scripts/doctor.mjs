// `npm run doctor` checks everything that an installation depends on, and says what to do. It installs, builds and
// creates nothing, so that it can be run next to a portal that serves, and by an account that may only read.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { at, requireNode, root, StartError } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  const bundle = at('.build/doctor.mjs')
  if (!existsSync(bundle)) throw new StartError('Nothing is built yet: run `npm start` or `npm run build` once.')
  process.env.NODE_ENV = 'production'
  process.env.ZHUNXIN_DATA = path.resolve(root, process.env.ZHUNXIN_DATA || 'data')
  await import(pathToFileURL(bundle).href)
})
