import 'server-only'
import { parseArgs } from 'node:util'
import { ownerUrl } from '@/lib/db/owner'
import { forgetHolder } from '@/lib/keys/forget-holder'
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
  async forget(given, onStop) {
    const place = onlyOne(given, 'forget', 'PROCESS')
    await prepareInstallationDatabase(onStop)
    const keys = await forgetHolder(place)
    printLine(`${place} is recorded as ended. It had: ${keys.join(', ')}.`)
    return true
  },
  async export(given) {
    prepareFolder()
    await exportKeyring(onlyOne(given, 'export', 'FILE'), await newPassphrase())
    return true
  },
  async import(given) {
    prepareFolder()
    await importKeyring(onlyOne(given, 'import', 'FILE'), await knownPassphrase())
    return true
  },
}

runCommand(async (onStop) => {
  const [option = '', ...given] = process.argv.slice(2)
  const name = option.replace(/^--/, '')
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined
  if (!program) throw new StartRefusal('npm run keys:rotate | keys:check | keys:forget | keys:export | keys:import')
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

function onlyOne([value, ...more]: string[], program: string, called: string): string {
  if (value && more.length === 0 && !value.startsWith('-')) return value
  throw new StartRefusal(`npm run keys:${program} -- ${called}`)
}
