import 'server-only'
import { parseArgs } from 'node:util'
import { log } from '@/lib/core/log'
import { disconnect } from '@/lib/db/client'
import { examine } from './doctor/examine'
import type { Finding } from './doctor/finding'
import { runCommand } from './start/run-program'

const NAME_WIDTH = 24

runCommand(async (onStop) => {
  const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
  log.level = 'silent' // the report alone goes to the standard output
  onStop(disconnect)
  const findings = await examine()
  const hasFailed = findings.some(({ verdict }) => verdict === 'failed')
  const report = values.json
    ? JSON.stringify({ status: hasFailed ? 'failed' : 'ok', findings }, null, 2)
    : findings.map(line).join('\n')
  process.stdout.write(`${report}\n`)
  return hasFailed ? 1 : 0
})

const line = ({ check, verdict, says, todo }: Finding): string =>
  `${verdict.padEnd(8)} ${check.padEnd(NAME_WIDTH)} ${says}${todo ? ` → ${todo}` : ''}`
