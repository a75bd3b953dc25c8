import 'server-only'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { letterOfFile } from './letters/letter-of-file'
import { readyKeyring } from './start/keys'
import { prepareInstallationDatabase } from './start/prepare-installation'
import { runCommand, StartRefusal } from './start/run-program'

const USAGE = 'npm run letter:issue -- --facts FILE --out FILE'

runCommand(async (onStop) => {
  const { facts, out } = argumentsOf(process.argv.slice(2))
  await prepareInstallationDatabase(onStop)
  await readyKeyring()
  const { id, letter, pdf, pages } = await letterOfFile(facts)
  writeFileSync(out, pdf, { mode: 0o600 })
  const publicKey = Buffer.from((await letterKey()).publicKey).toString('base64')
  process.stdout.write(`${JSON.stringify({ id, version: letter.version, pages, bytes: pdf.length, publicKey })}\n`)
  return 0
})

function argumentsOf(args: string[]): { facts: string; out: string } {
  try {
    const { values } = parseArgs({ args, options: { facts: { type: 'string' }, out: { type: 'string' } } })
    if (values.facts && values.out) return { facts: values.facts, out: values.out }
  } catch {}
  throw new StartRefusal(USAGE)
}
