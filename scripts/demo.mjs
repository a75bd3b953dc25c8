// `npm run demo` does what `npm start` does, on a data folder of its own that it fills with invented people and drawn
// documents.
import { pathToFileURL } from 'node:url'
import { at, dataFolder, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { prepareApp } from './prepare/steps.mjs'

/** The operator of a demo is invented, as everybody in it is. */
const OPERATOR = {
  OPERATOR_NAME: '样本云通信有限公司（演示）',
  OPERATOR_PHONE: '010-0000 0000',
  OPERATOR_EMAIL: 'help@zhunxin.example',
}

/** A demo sends nothing from this machine, no matter what is configured for the portal itself. */
const LEFT_OUT = ['SMS_PROVIDER', 'SMTP_URL']

const SETTINGS = {
  // Pictures of a demo have a caption at their border, which the reader takes for a paper that is cut off.
  READ_DOCUMENTS: process.env.READ_DOCUMENTS ?? '0',
  BACKUP_WARNING_DAYS: '0', // a demo has nothing that anyone would restore
}

await program(async () => {
  requireNode()
  process.chdir(root)
  process.env.ZHUNXIN_DATA ||= 'data/demo'
  for (const name of LEFT_OUT) delete process.env[name]
  const data = dataFolder()
  Object.assign(process.env, await prepareApp(), { ZHUNXIN_DATA: data, ZHUNXIN_DEMO: '1', ...OPERATOR, ...SETTINGS })
  await import(pathToFileURL(at('.build/demo.mjs')).href)
})
