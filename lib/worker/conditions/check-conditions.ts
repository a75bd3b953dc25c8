import 'server-only'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { withTimeout } from '../with-timeout'
import type { Finding } from './condition'
import { CONDITION_KINDS, CONDITIONS } from './table'

/** The result of a check: `finding` is null when its probe has none. */
export type ConditionCheck = { kind: ConditionKind; finding: Finding | null }

let looking: Promise<ConditionCheck[]> | undefined

/**
 * Looks at every condition, at once. Takes three seconds at most, and never fails. Callers share a look that is in progress: many of
 * them at once must not take the database's connections from people.
 */
export function checkConditions(): Promise<ConditionCheck[]> {
  looking ??= checkEach().finally(() => {
    looking = undefined
  })
  return looking
}

const checkEach = () =>
  Promise.all(
    CONDITION_KINDS.map(async (kind) => ({
      kind,
      finding: await withTimeout(() => CONDITIONS[kind].probe(), { condition: kind }),
    })),
  )
