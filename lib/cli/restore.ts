import 'server-only'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Manifest, TOMBSTONES } from '@/lib/backup/backup-format'
import { checkRestored } from '@/lib/backup/check-restored'
import { refuseDestroyedKeys } from '@/lib/backup/refuse-destroyed-keys'
import { replayTombstones } from '@/lib/backup/replay-tombstones'
import { restoreDatabase } from '@/lib/backup/restore-database'
import { restoreBlobs, restoreCheckpoints, restoreKeyring } from '@/lib/backup/restore-files'
import { finishRestore } from '@/lib/backup/restore-place'
import { type Ended, settleRestored } from '@/lib/backup/settle-restored'
import { verifyBackup } from '@/lib/backup/verify-backup'
import { checkKeys } from '@/lib/crypto/check-keys'
import { KeyringMissingError, keyringOf } from '@/lib/crypto/keyring'
import { disconnect } from '@/lib/db/client'
import { mergeTombstones, readTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { makePrivate, readInstallation, setLogins } from './start/prepare-installation'
import { printLine, runCommand, StartRefusal } from './start/run-program'

const EVERY = 1_000
/** Sessions and codes may be many: with more than these of a kind, only their number is printed. */
const MOST_LISTED = 50

runCommand(async (onStop) => {
  const { backup, tombstones } = argumentsGiven()
  const { given, dataFolder, keyring } = readInstallation()
  makePrivate(dataFolder)
  if (given) setLogins({ owner: given.owner, application: given.owner })
  printLine(`Verifying ${backup} …`)
  const manifest = await verifyBackup(backup, (files) => void (files % EVERY === 0 && printLine(`  ${files} files …`)))
  refuseDestroyedKeys(manifest, keyringOf({ dataFolder, given: keyring }))

  printLine('Bringing its database back …')
  const database = await restoreDatabase({ backup, manifest, dataFolder, given })
  if (database) {
    onStop(() => database.stop())
    onStop(disconnect)
    setLogins({ owner: database.logins.owner, application: database.logins.owner })
    await prepareDatabase(database.logins)
    await mergeTombstones(tombstonePath(dataFolder), [...tombstones, join(backup, TOMBSTONES)])
    await fillIn(backup, dataFolder, manifest)
    await disconnect()
    await database.settle()
  }
  await finishRestore(dataFolder)
  printLine(
    `Restored: everything until ${manifest.takenAt}. Everyone has to sign in again. What was changed since is lost: look through ` +
      'People, passwords that were changed since, members of accounts who were removed or left since, the keys of the API, ' +
      'webhooks, return addresses, passkeys, authenticator apps, recovery codes and legal holds (docs/backup.md).',
  )
  return 0
})

function argumentsGiven(): { backup: string; tombstones: string[] } {
  try {
    const options = { tombstones: { type: 'string', multiple: true } } as const
    const { values, positionals } = parseArgs({ options, allowPositionals: true })
    const [backup, ...more] = positionals
    if (backup && more.length === 0) return { backup, tombstones: values.tombstones ?? [] }
  } catch {
    // Said below.
  }
  throw new StartRefusal('npm run restore -- DIR [--tombstones FILE]')
}

/** Restores blobs and keys; then repeats later erasures; then checks the result. */
async function fillIn(backup: string, dataFolder: string, manifest: Manifest): Promise<void> {
  printLine('Bringing its documents back …')
  await restoreBlobs(backup, (blobs) => void (blobs % EVERY === 0 && printLine(`  ${blobs} blobs …`)))
  await restoreKeyring(backup)
  await restoreCheckpoints(backup)
  const erased = await replayTombstones(readTombstones(tombstonePath(dataFolder)))
  if (erased > 0) printLine(`Erased again what was erased since: ${erased} keys.`)
  printEnded(await settleRestored(manifest, erased))
  const missing = await checkRestored(manifest)
  await checkKeyring()
  if (missing.length > 0) printLine(`!! ${missing.length} blobs were missing when the backup was made, and are.`)
}

/** Lists what was ended, by the ids under which the audit log has it. */
function printEnded(ended: readonly Ended[]): void {
  for (const { called, ids } of ended) if (ids.length > 0) printLine(`Ended: ${ids.length} ${called}${listed(ids)}`)
}

const listed = (ids: readonly string[]) => (ids.length > MOST_LISTED ? '.' : `: ${ids.join(', ')}`)

/** Reports problems of the keyring without refusing: it may be put back after this, and nothing starts without it. */
async function checkKeyring(): Promise<void> {
  try {
    const { unopened } = await checkKeys()
    const ids = [...new Set(unopened.map(({ keyringId }) => `"${keyringId}"`))].join(', ')
    if (ids)
      printLine(
        `!! The keyring does not open ${unopened.length} keys, under ${ids}: put the right one back before you start.`,
      )
  } catch (error) {
    if (!(error instanceof KeyringMissingError)) throw error
    printLine(`!! ${error.message}: put it there before you start.`)
  }
}
