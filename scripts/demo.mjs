// `npm run demo`: what `npm start` does, on a data folder of its own that it fills with invented people and drawn documents.
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'

/** Nothing of the demo leaves this machine, whatever is configured for the portal itself. */
const LEFT_OUT = ['SMS_PROVIDER', 'SMTP_URL']

await program(async () => {
  requireNode()
  process.chdir(root)
  process.env.ZHUNXIN_DATA ||= 'data/demo'
  for (const name of LEFT_OUT) delete process.env[name]
  const data = dataFolder()
  Object.assign(process.env, await prepareApp(), { ZHUNXIN_DATA: data, ZHUNXIN_DEMO: '1' })
  await import(pathToFileURL(at('.build/demo.mjs')).href)
})
