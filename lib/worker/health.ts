import 'server-only'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { blobStore } from '@/lib/storage/blob-store'
import type { Details } from './conditions/condition'
import { lookAtConditions } from './conditions/look-at-conditions'
import { CONDITIONS } from './conditions/table'
import { inTime } from './in-time'

type Check = 'ok' | 'failing'

export type Readiness = {
  status: Check
  /** Without these the portal serves nobody. A missing worker is a warning: other nodes' workers may do its jobs. */
  checks: { database: Check; storage: Check }
  /** What the operator should see to, though the portal does its work. */
  warnings: ConditionKind[]
} & Details

/** Whether the portal can do its work now. Each check has three seconds. */
export async function readiness(): Promise<Readiness> {
  const [databaseIs, storageIs, looks] = await Promise.all([
    check('database', async () => (await database().$queryRaw<unknown[]>`SELECT 1`).length === 1),
    check('storage', async () => blobStore().isWritable()),
    lookAtConditions(),
  ])
  const holding = looks
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
  (await inTime(probe, { check: name })) ? 'ok' : 'failing'
