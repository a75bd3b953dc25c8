import 'server-only'
import { env } from '@/lib/core/env'
import { SealBrokenError } from '@/lib/crypto/aead'
import { loadSystemKeys, systemKey } from '@/lib/crypto/data-keys'
import { KeyringMissingError, keyring, keyringPath } from '@/lib/crypto/keyring'
import { createKeyringFile } from '@/lib/crypto/keyring-file'
import { KeyringKeyMissingError } from '@/lib/crypto/parse-keyring'
import { oneOfEachKeyringKey } from '@/lib/crypto/wrapped-keys'
import { underMigrationLock } from '@/lib/db/migration-lock'
import { ownerUrl } from '@/lib/db/owner'
import { printLine, StartRefusal } from './run-program'

/**
 * Sees to it that the keyring opens what the database holds, and makes one for a database that holds nothing yet. From
 * then on the database holds something, so that no later start takes another keyring for it.
 *
 * @throws StartRefusal naming the keys that are missing or wrong
 */
export async function readyKeyring(): Promise<void> {
  if (await isUnsealed()) await underMigrationLock(ownerUrl(), sealFirst)
  const problems = await problemsOfKeyring(await oneOfEachKeyringKey())
  if (problems.length > 0) throw new StartRefusal(problems.join('\n'))
  await loadSystemKeys()
}

const isUnsealed = async () => (await oneOfEachKeyringKey()).length === 0

/**
 * Makes the first keyring, one start at a time: otherwise each of two nodes would make a keyring of its own, and only
 * one could open the database.
 */
async function sealFirst(): Promise<void> {
  if (!(await isUnsealed())) return
  await makeIfMissing()
  await systemKey('INDEX')
}

type Sealed = Awaited<ReturnType<typeof oneOfEachKeyringKey>>

/** Returns a sentence for each of these that the keyring does not open. */
export async function problemsOfKeyring(sealedUnder: Sealed): Promise<string[]> {
  const problems = await Promise.all(
    sealedUnder.map(({ id, wrapped, keyringId }) => problemWith(id, wrapped, keyringId)),
  )
  return problems.filter((problem) => problem !== null)
}

async function makeIfMissing(): Promise<void> {
  try {
    keyring()
  } catch (error) {
    if (!(error instanceof KeyringMissingError) || env().ZHUNXIN_KEYRING) throw error
    await createKeyringFile(keyringPath())
    printLine(`Made the keyring ${keyringPath()}. Keep a copy in a safe place: without it, every document is lost.`)
  }
}

async function problemWith(id: string, wrapped: Uint8Array<ArrayBuffer>, keyringId: string): Promise<string | null> {
  try {
    await keyring().unwrap(id, { wrapped, keyringId })
    return null
  } catch (error) {
    if (error instanceof KeyringMissingError) {
      return `${error.message}, and what this database holds is sealed under its key "${keyringId}". Put it there: each node has the same.`
    }
    if (error instanceof KeyringKeyMissingError) {
      return `The keyring lacks the key "${keyringId}", under which this database holds documents. Put it back.`
    }
    if (error instanceof SealBrokenError) {
      return `The keyring's key "${keyringId}" is not the one under which this database holds documents.`
    }
    throw error
  }
}
