import 'server-only'
import { parseArgs } from 'node:util'
import { DocumentKind } from '@/lib/db/generated/enums'
import { readFile } from './checks/read-file'
import { refuseUnreadable } from './inspect/refuse-unreadable'
import { warnOfDecoding } from './inspect/warn-of-decoding'
import { prepareFolder } from './start/prepare-installation'
import { runCommand, StartRefusal } from './start/run-program'

const USAGE = 'npm run checks:read -- [--kind KIND] FILE…'

runCommand(async () => {
  const { files, kind } = argumentsOf(process.argv.slice(2))
  if (files.length === 0) throw new StartRefusal(USAGE)
  for (const file of files) refuseUnreadable(file)
  prepareFolder()
  await warnOfDecoding()
  for (const file of files) process.stdout.write(`${JSON.stringify(await readFile(file, kind))}\n`)
  return 0
})

function argumentsOf(args: string[]): { files: string[]; kind: DocumentKind | null } {
  try {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { kind: { type: 'string' } } })
    const kinds = Object.values(DocumentKind)
    const kind = kinds.find((one) => one === values.kind) ?? null
    if (values.kind !== undefined && !kind) throw new StartRefusal(`KIND is one of: ${kinds.join(', ')}`)
    return { files: positionals, kind }
  } catch (error) {
    if (error instanceof StartRefusal) throw error
    throw new StartRefusal(USAGE)
  }
}
