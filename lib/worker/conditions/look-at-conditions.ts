import 'server-only'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { inTime } from '../in-time'
import type { Finding } from './condition'
import { CONDITION_KINDS, CONDITIONS } from './table'

/** What a look found of a condition: `finding` is null when its probe can't tell. */
export type Look = { kind: ConditionKind; finding: Finding | null }

let looking: Promise<Look[]> | undefined

/**
 * Looks at every condition, at once. Takes three seconds at most, and never fails. Callers share a look that is in progress: anyone
 * may ask for the portal's health, and a flood of that must not take the database's connections from people.
 */
export function lookAtConditions(): Promise<Look[]> {
  looking ??= lookAtEach().finally(() => {
    looking = undefined
  })
  return looking
}

const lookAtEach = () =>
  Promise.all(
    CONDITION_KINDS.map(async (kind) => ({
      kind,
      finding: await inTime(() => CONDITIONS[kind].probe(), { condition: kind }),
    })),
  )
