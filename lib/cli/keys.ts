import 'server-only'
import { parseArgs } from 'node:util'
import { ownerUrl } from '@/lib/db/owner'
import { rotateKeys } from '@/lib/keys/rotate-keys'
import { aloneWithKeys } from './keys/alone'
import { rotateAuditKey, tellAuditKeys } from './keys/audit'
import { tellKeyCheck } from './keys/check'
import { knownPassphrase, newPassphrase } from './keys/passphrase'
import { exportKeyring, importKeyring } from './keys/safekeeping'
import { layDatabase, layFolderAlone } from './start/foundation'
import { readyKeyring } from './start/keys'
import { type OnStop, once, StartRefusal, say } from './start/life'

/** Resolves with whether all is as it should be. */
type Program = (given: string[], onStop: OnStop) => Promise<boolean>

const PROGRAMS: Record<string, Program> = {
  async rotate(given, onStop) {
    const asked = rotationAsked(given)
    await layDatabase(onStop)
    await readyKeyring()
    await aloneWithKeys(ownerUrl(), onStop)
    if (asked.audit) return rotateAuditKey()
    return rotateKeys({ addsKey: asked.new === true, say })
  },
  async check(_given, onStop) {
    await layDatabase(onStop)
    await tellAuditKeys()
    return tellKeyCheck()
  },
  async export(given) {
    layFolderAlone()
    await exportKeyring(fileIn(given, 'export'), await newPassphrase())
    return true
  },
  async import(given) {
    layFolderAlone()
    await importKeyring(fileIn(given, 'import'), await knownPassphrase())
    return true
  },
}

once(async (onStop) => {
  const [option = '', ...given] = process.argv.slice(2)
  const name = option.replace(/^--/, '')
  const program = Object.hasOwn(PROGRAMS, name) ? PROGRAMS[name] : undefined
  if (!program) throw new StartRefusal('npm run keys:rotate | keys:check | keys:export | keys:import')
  return (await program(given, onStop)) ? 0 : 1
})

function rotationAsked(args: string[]): { new?: boolean; audit?: boolean } {
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
