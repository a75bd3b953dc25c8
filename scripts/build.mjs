// `npm run build` makes packages, programs and the app from the sources alone. `npm start` then only starts.
import { requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { say } from './prepare/run.mjs'
import { prepareApp } from './prepare/steps.mjs'

await program(async () => {
  requireNode()
  process.chdir(root)
  const { ZHUNXIN_BUILD_ID } = await prepareApp()
  say(`Build ${ZHUNXIN_BUILD_ID} is ready.`)
})
