import 'server-only'
import { MINUTE } from '@/lib/core/clock'
import { logBug } from '@/lib/core/log'
import { whyDatabaseUnavailable } from '@/lib/db/availability'
import { database } from '@/lib/db/client'
import { isDatabaseUnavailable } from '@/lib/db/database-unavailable'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { blobStore } from '@/lib/storage/blob-store'
import { StoreSilentError } from '@/lib/storage/store-port'
import { type ConditionCheck, checkConditions } from './conditions/check-conditions'
import type { Details } from './conditions/condition'
import { CONDITIONS } from './conditions/table'
import { type Seen, SharedLook } from './shared-look'

/** A database or a store that said nothing for so long counts as failing. Until then the last result counts. */
const SILENT_LIMIT = MINUTE

type Check = 'ok' | 'failing'

/** The portal serves nobody without these. A missing worker is a warning: other nodes' workers may do its jobs. */
type Checks = { database: Check; storage: Check }

export type Readiness = {
  status: Check
  checks: Checks
  /** Lists the checks whose look has no result just now: the last result is shown for them. */
  slow?: (keyof Checks)[]
  /** Lists what the operator should fix, though the portal does its work. */
  warnings: ConditionKind[]
} & Details

/** Asks the database and the store. True means that it works, a failure that it does not. */
type Probes = Readonly<Record<keyof Checks, () => Promise<boolean>>>

const PROBES: Probes = {
  database: async () => (await database().$queryRaw<unknown[]>`SELECT 1`).length === 1,
  storage: async () => blobStore().isWritable(),
}

export type Health = {
  /** Returns whether the portal can do its work now. */
  isReady: () => Promise<boolean>
  /** Returns the same with all that an operator should know. */
  readDetails: () => Promise<Readiness>
}

/**
 * Makes what a process knows of its health. Strangers ask for it: each part is looked at for all of them at most every
 * five seconds. Only facts make it fail: what is merely slow does after a minute (decision 104).
 */
export function createHealth(probes: Probes = PROBES): Health {
  const looks = {
    database: new SharedLook(() => check('database', probes.database)),
    storage: new SharedLook(() => check('storage', probes.storage)),
  }
  const conditions = new SharedLook(lookAtConditions)
  return {
    async isReady() {
      if (isDatabaseAway()) return false
      const [database, storage] = await Promise.all([looks.database.see(), looks.storage.see()])
      return statusOf(checksOf(database, storage)) === 'ok'
    },
    async readDetails() {
      const isAway = isDatabaseAway()
      const see = async <T>(look: SharedLook<T>) => (isAway ? look.glance() : look.see())
      const [database, storage, found] = await Promise.all([
        see(looks.database),
        see(looks.storage),
        see<ConditionLook>(conditions),
      ])
      const checks = checksOf(database, storage)
      const slow = isAway ? [] : slowOf({ database, storage })
      const holding = holdingOf(found.value, checks.database)
      return {
        status: statusOf(checks),
        checks,
        ...(slow.length > 0 ? { slow } : {}),
        warnings: holding.map(({ kind }) => kind),
        ...Object.assign({}, ...holding.map(({ details }) => details)),
      }
    },
  }
}

const isDatabaseAway = () => whyDatabaseUnavailable() !== null

/**
 * Returns null where nothing was found out: a busy pool or a lost connection is all that is known of the database
 * (whether it is away is judged elsewhere), or the store did not answer in time.
 */
async function check(name: string, probe: () => Promise<boolean>): Promise<Check | null> {
  try {
    return (await probe()) ? 'ok' : 'failing'
  } catch (error) {
    logBug(error, { check: name })
    return isDatabaseUnavailable(error) || error instanceof StoreSilentError ? null : 'failing'
  }
}

function checksOf(database: Seen<Check>, storage: Seen<Check>): Checks {
  return { database: isDatabaseAway() ? 'failing' : checkOf(database), storage: checkOf(storage) }
}

const checkOf = ({ value = 'failing', silentMs }: Seen<Check>): Check => (silentMs < SILENT_LIMIT ? value : 'failing')

const statusOf = ({ database, storage }: Checks): Check => (database === 'ok' && storage === 'ok' ? 'ok' : 'failing')

const slowOf = (seen: Record<keyof Checks, Seen<Check>>): (keyof Checks)[] =>
  (['database', 'storage'] as const).filter((name) => seen[name].silentMs > 0)

type ConditionLook = {
  checks: ConditionCheck[]
  /** False where the database was away meanwhile: what needs it was not found out. */
  isWhole: boolean
}

async function lookAtConditions(): Promise<ConditionLook> {
  const wasAway = isDatabaseAway()
  const checks = await checkConditions()
  return { checks, isWhole: !wasAway && !isDatabaseAway() }
}

function holdingOf({ checks, isWhole }: ConditionLook = { checks: [], isWhole: false }, database: Check) {
  return checks
    .filter(({ kind }) => (isWhole && database === 'ok') || !CONDITIONS[kind].needsDatabase)
    .map(({ kind, finding }) => ({ kind, ...(finding ?? CONDITIONS[kind].whenUnknown) }))
    .filter(({ holds }) => holds)
}
