import 'server-only'
import { existsSync } from 'node:fs'
import { env } from '@/lib/core/env'
import { KeyringMissingError, keyring } from '@/lib/crypto/keyring'
import { oneOfEachKeyringKey } from '@/lib/crypto/wrapped-keys'
import { problemsOfKeyring } from '../start/keys'
import type { DatabaseState } from './database'
import { type Found, failed, ok, reasonOf, warning } from './finding'

const PUT_BACK = 'Put the keyring back that belongs to this database: docs/keys.md.'
const CORRECT = 'Correct ZHUNXIN_KEYRING, or leave it out: the first start then makes a keyring.'

/** Returns whether the installation never started: nothing was sealed yet. */
const isNew = (database: DatabaseState) => database === 'EMPTY' || !existsSync(env().ZHUNXIN_DATA)

/** Checks that the keyring can be read, and opens what the database contains. Makes none. */
export async function checkKeyring(database: DatabaseState): Promise<Found[]> {
  const sealedUnder = database === 'FILLED' ? await oneOfEachKeyringKey() : null
  try {
    keyring()
  } catch (error) {
    const isNothingSealed = sealedUnder?.length === 0 || isNew(database)
    if (!isNothingSealed) return [failed(reasonOf(error), PUT_BACK)]
    if (env().ZHUNXIN_KEYRING) return [failed(reasonOf(error), CORRECT)]
    if (!(error instanceof KeyringMissingError)) return [failed(reasonOf(error), PUT_BACK)]
    return [warning('There is no keyring yet.', 'The first start makes one.')]
  }
  if (!sealedUnder) return [ok('The keyring can be read. Whether it fits, the database would say.')]
  const problems = await problemsOfKeyring(sealedUnder)
  if (problems.length > 0) return problems.map((problem) => failed(problem, PUT_BACK))
  return [ok(`The keyring opens what the database holds (${sealedUnder.length} of its keys are in use).`)]
}
