import 'server-only'
import { isSequencerBehind } from '@/lib/audit/log/backlog'
import { isCheckpointFileOurs } from '@/lib/audit/log/checkpoint-file'
import { isWitnessed } from '@/lib/audit/log/submit'
import { logBug } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import { rightsTooMany } from '@/lib/db/rights'
import { isolation } from '@/lib/imaging/decoder-pool'
import type { Measure } from '@/lib/imaging/measures'
import { keyringConcern } from '@/lib/keys/scheduled-rotation'
import { isScannerWell } from '@/lib/scanning/scan-for-viruses'
import { blobStore } from '@/lib/storage/blob-store'
import { isWorkerAlive } from './heartbeat'

type Check = 'ok' | 'failing'
/** What the operator should see to, though the portal does its work. */
type Warning =
  | 'SCANNER_UNREACHABLE'
  | 'VAULT_AT_FAULT'
  | 'DECODERS_NOT_ISOLATED'
  | 'AUDIT_LOG_BEHIND'
  | 'AUDIT_LOG_CONTRADICTED'
  | 'AUDIT_LOG_NOT_WITNESSED'
  | 'DATABASE_ROLE_TOO_STRONG'
  | 'KEYRING_NOT_WRITABLE'
  | 'KEY_ROTATION_DUE'

/** What a decoder child lacks of its sandbox; NOT_KNOWN_YET while the system is still being asked. */
type Lack = readonly (Measure | 'NOT_KNOWN_YET')[]

export type Readiness = {
  status: Check
  checks: { database: Check; storage: Check; worker: Check }
  warnings: Warning[]
  /** Of the application's login in the database, where there are any. */
  tooManyRights?: string[]
  /** Each layer and each limit that is missing, by name, with DECODERS_NOT_ISOLATED. */
  decodersLack?: Lack
}

const PATIENCE = 3_000

/** Whether the portal can do its work now. Each check has three seconds. */
export async function readiness(): Promise<Readiness> {
  const [
    databaseIs,
    storageIs,
    workerIs,
    scannerIs,
    vaultIs,
    decodersLack,
    sequencerIs,
    checkpointsAre,
    witnessIs,
    rights,
    keyringIs,
  ] = await Promise.all([
    check('database', async () => (await database().$queryRaw<unknown[]>`SELECT 1`).length === 1),
    check('storage', async () => blobStore().isWritable()),
    check('worker', isWorkerAlive),
    check('scanner', () => isScannerWell(PATIENCE)),
    check('vault', async () => (await database().vaultFault.count()) === 0),
    inTime<Lack, Lack>(
      'isolation',
      isolation().then(({ missing }) => missing),
      ['NOT_KNOWN_YET'],
    ),
    check('sequencer', async () => !(await isSequencerBehind())),
    check('checkpoints', isCheckpointFileOurs),
    check('witness', isWitnessed),
    inTime('rights', rightsTooMany(), []),
    inTime('keyring', keyringConcern(), null),
  ])
  const checks = { database: databaseIs, storage: storageIs, worker: workerIs }
  const warnings: Warning[] = []
  if (scannerIs === 'failing') warnings.push('SCANNER_UNREACHABLE')
  if (vaultIs === 'failing' && databaseIs === 'ok') warnings.push('VAULT_AT_FAULT')
  if (decodersLack.length > 0) warnings.push('DECODERS_NOT_ISOLATED')
  if (sequencerIs === 'failing' && databaseIs === 'ok') warnings.push('AUDIT_LOG_BEHIND')
  if (checkpointsAre === 'failing' && databaseIs === 'ok') warnings.push('AUDIT_LOG_CONTRADICTED')
  if (witnessIs === 'failing' && databaseIs === 'ok') warnings.push('AUDIT_LOG_NOT_WITNESSED')
  if (keyringIs && databaseIs === 'ok') warnings.push(keyringIs)
  if (rights.length > 0) warnings.push('DATABASE_ROLE_TOO_STRONG')
  const status = Object.values(checks).every((is) => is === 'ok') ? 'ok' : 'failing'
  return {
    ...{ status, checks, warnings },
    ...(decodersLack.length > 0 ? { decodersLack } : {}),
    ...(rights.length > 0 ? { tooManyRights: rights } : {}),
  }
}

/** Returns the answer, or `otherwise` where there is none in time: the database's own check says why. */
async function inTime<T, E>(name: string, asked: Promise<T>, otherwise: E): Promise<T | E> {
  const late = new Promise<E>((resolve) => setTimeout(() => resolve(otherwise), PATIENCE).unref())
  try {
    return await Promise.race([asked, late])
  } catch (error) {
    logBug(error, { check: name })
    return otherwise
  }
}

async function check(name: string, probe: () => Promise<boolean>): Promise<Check> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), PATIENCE).unref())
  try {
    return (await Promise.race([probe(), late])) ? 'ok' : 'failing'
  } catch (error) {
    logBug(error, { check: name })
    return 'failing'
  }
}
