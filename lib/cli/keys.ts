import 'server-only'
import { parseArgs } from 'node:util'
import { ownerUrl } from '@/lib/db/owner'
import { rotateKeys } from '@/lib/keys/rotate-keys'
import { printAuditKeys, rotateAuditKey } from './keys/audit'
import { printKeyCheck } from './keys/check'
import { printLetterKey } from './keys/letters'
import { lockKeys } from './keys/lock-keys'
import { knownPassphrase, newPassphrase } from './keys/passphrase'
import { exportKeyring, importKeyring } from './keys/safekeeping'
import { readyKeyring } from './start/keys'
import { prepareFolder, prepareInstallationDatabase } from './start/prepare-installation'
import { type OnStop, printLine, runCommand, StartRefusal } from './start/run-program'

/** Resolves with true when everything is in order. */
type Program = (given: string[], onStop: OnStop) => Promise<boolean>

const PROGRAMS: Record<string, Program> = {
  async rotate(given, onStop) {
    const requested = requestedRotation(given)
    await prepareInstallationDatabase(onStop)
    await readyKeyring()
    await lockKeys(ownerUrl(), onStop)
    if (requested.audit) return rotateAuditKey()
    return rotateKeys({ addsKey: requested.new === true, say: printLine })
  },
  async check(_given, onStop) {
    await prepareInstallationDatabase(onStop)
    await printAuditKeys()
    const areWhole = await printKeyCheck()
    if (areWhole) await printLetterKey()
    return areWhole
  },
  async export(given) {
    prepareFolder()
    await exportKeyring(fileIn(given, 'export'), await newPassphrase())
    return true
  },
  async import(given) {
    prepareFolder()
    await importKeyring(fileIn(given, 'import'), await knownPassphrase())
    return true
  },
}

runCommand(async (onStop) => {
  const [option = '', ...given] = process.argv.slice(2)
  const name = option.replace(/^--/, '')
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined
  if (!program) throw new StartRefusal('npm run keys:rotate | keys:check | keys:export | keys:import')
  return (await program(given, onStop)) ? 0 : 1
})

function requestedRotation(args: string[]): { new?: boolean; audit?: boolean } {
  try {
    const { values } = parseArgs({ args, options: { new: { type: 'boolean' }, audit: { type: 'boolean' } } })
    if (values.new && values.audit) throw new StartRefusal('One at a time: --new or --audit.')
    return values
  } catch (error) {
    if (error instanceof StartRefusal) throw error
    throw new StartRefusal('npm run keys:rotate [-- --new | --audit]')
  }
}

function fileIn([file, ...more]: string[], program: string): string {
  if (file && more.length === 0 && !file.startsWith('-')) return file
  throw new StartRefusal(`npm run keys:${program} -- FILE`)
}
