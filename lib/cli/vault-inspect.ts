import 'server-only'
import { DOCUMENT_KINDS } from '@/lib/rulebook/document-kinds'
import { refuseUnreadable } from './inspect/refuse-unreadable'
import { verdictOn } from './inspect/verdict'
import { warnOfDecoding } from './inspect/warn-of-decoding'
import { prepareFolder } from './start/prepare-installation'
import { runCommand, StartRefusal } from './start/run-program'

runCommand(async () => {
  const files = process.argv.slice(2)
  if (files.length === 0) throw new StartRefusal('npm run vault:inspect -- FILE…')
  for (const file of files) refuseUnreadable(file)
  prepareFolder()
  await warnOfDecoding()
  const { limits } = DOCUMENT_KINDS.SUPPORTING // which accepts every format
  for (const file of files) process.stdout.write(`${JSON.stringify(await verdictOn(file, limits))}\n`)
  return 0
})
