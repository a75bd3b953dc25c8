import 'server-only'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { blobStore } from '@/lib/storage/blob-store'
import { checkConditions } from './conditions/check-conditions'
import type { Details } from './conditions/condition'
import { CONDITIONS } from './conditions/table'
import { withTimeout } from './with-timeout'

type Check = 'ok' | 'failing'

export type Readiness = {
  status: Check
  /** The portal serves nobody without these. A missing worker is a warning: other nodes' workers may do its jobs. */
  checks: { database: Check; storage: Check }
  /** Lists what the operator should fix, though the portal does its work. */
  warnings: ConditionKind[]
} & Details

/** Returns whether the portal can do its work now. Each check has three seconds. */
export async function readiness(): Promise<Readiness> {
  const [databaseIs, storageIs, checks] = await Promise.all([
    check('database', async () => (await database().$queryRaw<unknown[]>`SELECT 1`).length === 1),
    check('storage', async () => blobStore().isWritable()),
    checkConditions(),
  ])
  const holding = checks
    .filter(({ kind }) => databaseIs === 'ok' || !CONDITIONS[kind].needsDatabase)
    .map(({ kind, finding }) => ({ kind, ...(finding ?? CONDITIONS[kind].whenUnknown) }))
    .filter(({ holds }) => holds)
  return {
    status: databaseIs === 'ok' && storageIs === 'ok' ? 'ok' : 'failing',
    checks: { database: databaseIs, storage: storageIs },
    warnings: holding.map(({ kind }) => kind),
    ...Object.assign({}, ...holding.map(({ details }) => details)),
  }
}

const check = async (name: string, probe: () => Promise<boolean>): Promise<Check> =>
  (await withTimeout(probe, { check: name })) ? 'ok' : 'failing'
