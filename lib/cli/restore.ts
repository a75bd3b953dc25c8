import 'server-only'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Manifest, TOMBSTONES } from '@/lib/backup/backup-format'
import { checkRestored } from '@/lib/backup/check-restored'
import { refuseDestroyedKeys } from '@/lib/backup/refuse-destroyed-keys'
import { replayTombstones } from '@/lib/backup/replay-tombstones'
import { restoreDatabase } from '@/lib/backup/restore-database'
import { restoreBlobs, restoreCheckpoints, restoreKeyring } from '@/lib/backup/restore-files'
import { leavePlace } from '@/lib/backup/restore-place'
import { settleRestored } from '@/lib/backup/settle-restored'
import { verifyBackup } from '@/lib/backup/verify-backup'
import { checkKeys } from '@/lib/crypto/check-keys'
import { KeyringMissingError, keyringOf } from '@/lib/crypto/keyring'
import { disconnect } from '@/lib/db/client'
import { mergeTombstones, readTombstones, tombstonePath } from '@/lib/erasing/tombstone-file'
import { prepareDatabase } from '@/lib/jobs/prepare-database'
import { actBy, makePrivate, readPlace } from './start/foundation'
import { once, StartRefusal, say } from './start/life'

const EVERY = 1_000

once(async (onStop) => {
  const { backup, tombstones } = argumentsGiven()
  const { given, dataFolder, keyring } = readPlace()
  makePrivate(dataFolder)
  if (given) actBy({ owner: given.owner, application: given.owner })
  say(`Verifying ${backup} …`)
  const manifest = await verifyBackup(backup, (files) => void (files % EVERY === 0 && say(`  ${files} files …`)))
  refuseDestroyedKeys(manifest, keyringOf({ dataFolder, given: keyring }))

  say('Bringing its database back …')
  const database = await restoreDatabase({ backup, manifest, dataFolder, given })
  if (database) {
    onStop(() => database.stop())
    onStop(disconnect)
    actBy({ owner: database.logins.owner, application: database.logins.owner })
    await prepareDatabase(database.logins)
    await mergeTombstones(tombstonePath(dataFolder), [...tombstones, join(backup, TOMBSTONES)])
    await fillIn(backup, dataFolder, manifest)
    await disconnect()
    await database.settle()
  }
  await leavePlace(dataFolder)
  say(`Restored: everything until ${manifest.takenAt}. Everyone signs in anew, and open invitations have ended.`)
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

/** Blobs and keys; then what was erased since is erased again; then it is looked through. */
async function fillIn(backup: string, dataFolder: string, manifest: Manifest): Promise<void> {
  say('Bringing its documents back …')
  await restoreBlobs(backup, (blobs) => void (blobs % EVERY === 0 && say(`  ${blobs} blobs …`)))
  await restoreKeyring(backup)
  await restoreCheckpoints(backup)
  const erased = await replayTombstones(readTombstones(tombstonePath(dataFolder)))
  if (erased > 0) say(`Erased again what was erased since: ${erased} keys.`)
  await settleRestored(manifest, erased)
  const missing = await checkRestored(manifest)
  await lookAtKeys()
  if (missing.length > 0) say(`!! ${missing.length} blobs were missing when the backup was made, and are.`)
}

/** Said, not refused: the keyring may be put back after this, and without it nothing starts. */
async function lookAtKeys(): Promise<void> {
  try {
    const { unopened } = await checkKeys()
    const ids = [...new Set(unopened.map(({ keyringId }) => `"${keyringId}"`))].join(', ')
    if (ids)
      say(
        `!! The keyring does not open ${unopened.length} keys, under ${ids}: put the right one back before you start.`,
      )
  } catch (error) {
    if (!(error instanceof KeyringMissingError)) throw error
    say(`!! ${error.message}: put it there before you start.`)
  }
}
