import 'server-only'
import { accessSync, constants } from 'node:fs'
import { PAPER } from '@/lib/rulebook/versions/cn-mainland-2024-10/shared'
import { verdictOn } from './inspect/verdict'
import { layFolderAlone } from './start/foundation'
import { once, StartRefusal } from './start/life'

once(async () => {
  const files = process.argv.slice(2)
  if (files.length === 0) throw new StartRefusal('npm run vault:inspect -- FILE…')
  for (const file of files) refuseUnreadable(file)
  layFolderAlone()
  // As in a slot that takes every format.
  for (const file of files) process.stdout.write(`${JSON.stringify(await verdictOn(file, PAPER))}\n`)
  return 0
})

function refuseUnreadable(file: string): void {
  try {
    accessSync(file, constants.R_OK)
  } catch (error) {
    throw new StartRefusal(`${file} can't be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}
