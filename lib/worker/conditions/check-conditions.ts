import 'server-only'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { tryInTime } from '../with-timeout'
import type { Finding } from './condition'
import { CONDITION_KINDS, CONDITIONS } from './table'

/** Holds the result of a check: `finding` is null when its probe is late, or fails with an error. */
export type ConditionCheck = { kind: ConditionKind; finding: Finding | null; error?: unknown }

let looking: Promise<ConditionCheck[]> | undefined

/**
 * Looks at every condition, at once. Takes three seconds at most, and never fails. Callers share a look that is in
 * progress: many of them at once must not take the database's connections from people.
 */
export function checkConditions(): Promise<ConditionCheck[]> {
  looking ??= checkEach().finally(() => {
    looking = undefined
  })
  return looking
}

const checkEach = () =>
  Promise.all(
    CONDITION_KINDS.map(async (kind) => {
      const { found, error } = await tryInTime(() => CONDITIONS[kind].probe(), { condition: kind })
      return { kind, finding: found, error }
    }),
  )
