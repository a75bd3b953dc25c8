import 'server-only'
import { isSequencerBehind } from '@/lib/audit/log/backlog'
import { isCheckpointFileOurs } from '@/lib/audit/log/checkpoint-file'
import { isWitnessed } from '@/lib/audit/log/submit'
import { logBug } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import { isolation } from '@/lib/imaging/decoder-pool'
import type { Measure } from '@/lib/imaging/measures'
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
export type Readiness = {
  status: Check
  checks: { database: Check; storage: Check; worker: Check }
  warnings: Warning[]
  /** Each layer and each limit that is missing, by name, with DECODERS_NOT_ISOLATED. */
  decodersLack?: readonly (Measure | 'NOT_KNOWN_YET')[]
}

const PATIENCE = 3_000

/** Whether the portal can do its work now. Each check has three seconds. */
export async function readiness(): Promise<Readiness> {
  let decodersLack: NonNullable<Readiness['decodersLack']> = ['NOT_KNOWN_YET']
  const [databaseIs, storageIs, workerIs, scannerIs, vaultIs, isolationIs, sequencerIs, checkpointsAre, witnessIs] =
    await Promise.all([
      check('database', async () => (await database().$queryRaw<unknown[]>`SELECT 1`).length === 1),
      check('storage', async () => blobStore().isWritable()),
      check('worker', isWorkerAlive),
      check('scanner', () => isScannerWell(PATIENCE)),
      check('vault', async () => (await database().vaultFault.count()) === 0),
      check('isolation', async () => {
        decodersLack = (await isolation()).missing
        return decodersLack.length === 0
      }),
      check('sequencer', async () => !(await isSequencerBehind())),
      check('checkpoints', isCheckpointFileOurs),
      check('witness', isWitnessed),
    ])
  const checks = { database: databaseIs, storage: storageIs, worker: workerIs }
  const warnings: Warning[] = []
  if (scannerIs === 'failing') warnings.push('SCANNER_UNREACHABLE')
  if (vaultIs === 'failing' && databaseIs === 'ok') warnings.push('VAULT_AT_FAULT')
  if (isolationIs === 'failing') warnings.push('DECODERS_NOT_ISOLATED')
  if (sequencerIs === 'failing' && databaseIs === 'ok') warnings.push('AUDIT_LOG_BEHIND')
  if (checkpointsAre === 'failing' && databaseIs === 'ok') warnings.push('AUDIT_LOG_CONTRADICTED')
  if (witnessIs === 'failing' && databaseIs === 'ok') warnings.push('AUDIT_LOG_NOT_WITNESSED')
  const status = Object.values(checks).every((is) => is === 'ok') ? 'ok' : 'failing'
  return { status, checks, warnings, ...(isolationIs === 'failing' ? { decodersLack } : {}) }
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
