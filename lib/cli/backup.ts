import 'server-only'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeBackup } from '@/lib/backup/make-backup'
import { disconnect } from '@/lib/db/client'
import { startEmbedded } from '@/lib/db/embedded'
import { readInstallation, refuseHalfRestored, setLogins } from './start/prepare-installation'
import { type OnStop, printLine, runCommand, StartRefusal } from './start/run-program'

const EVERY = 1_000
const INCOMPLETE = 2

runCommand(async (onStop) => {
  const { folder, withKeys } = argumentsGiven()
  const began = Date.now()
  printLine(`Backing up into ${folder} …`)
  const isEmbedded = await reachDatabase(onStop)
  const onProgress = (blobs: number) => void (blobs % EVERY === 0 && printLine(`  ${blobs} blobs …`))
  const { takenAt, missing, keyringIds } = await makeBackup({ folder, isEmbedded, withKeys, onProgress })
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  printLine(`Backup made in ${folder}, in ${seconds} s: everything until ${takenAt.toISOString()}.`)
  printLine(
    withKeys
      ? 'It contains the keys: anyone who has it can read everything.'
      : 'It contains no keys: store the keyring separately.',
  )
  const keys = keyringIds.map((id) => `"${id}"`).join(', ')
  printLine(`It needs ${keys} of the keyring, which is destroyed BACKUP_RETENTION_DAYS after it was replaced.`)
  if (missing.length === 0) return 0
  printLine(`!! ${missing.length} blobs are missing in the store, such as ${missing[0]}: they are not in it.`)
  return INCOMPLETE
})

function argumentsGiven(): { folder: string; withKeys: boolean } {
  try {
    const options = { 'with-keys': { type: 'boolean' } } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const [folder, ...more] = positionals
    if (folder && more.length === 0) return { folder, withKeys: values['with-keys'] === true }
  } catch {
    // Said below.
  }
  throw new StartRefusal('npm run backup -- DIR [--with-keys]')
}

/**
 * The database as it is, all of it as its owner: it is backed up before a new version migrates it, too, and then the
 * application's login may have no right in it yet.
 */
async function reachDatabase(onStop: OnStop): Promise<boolean> {
  const { given, dataFolder } = readInstallation()
  refuseHalfRestored(dataFolder)
  onStop(disconnect)
  if (given) {
    setLogins({ owner: given.owner, application: given.owner })
    return false
  }
  if (!existsSync(join(dataFolder, 'postgres', 'PG_VERSION'))) {
    throw new StartRefusal(`There is nothing to back up: ${dataFolder} holds no database, and DATABASE_URL is not set.`)
  }
  const embedded = await startEmbedded({ dataFolder })
  setLogins({ owner: embedded.url(), application: embedded.url() })
  onStop(() => embedded.stop())
  onStop(disconnect)
  return true
}
