import 'server-only'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { type ConditionCheck, checkConditions } from '../conditions/check-conditions'
import type { Details } from '../conditions/condition'
import { withTimeout } from '../with-timeout'

/** The state NOT_KNOWN means that its probe has no result just now, UNUSED that there is nothing to check. */
export type ConditionState = 'HOLDS' | 'DOES_NOT_HOLD' | 'NOT_KNOWN' | 'UNUSED'

export type CurrentCondition = {
  kind: ConditionKind
  state: ConditionState
  details: Details
  /**
   * Says when the worker first saw it; null before its next look, for what it can't see, and for what does not hold.
   */
  since: Date | null
  isIncident: boolean
}

/** Looks at the conditions now. Never fails: times that the database can't say are left out. */
export async function currentConditions(): Promise<CurrentCondition[]> {
  const checks = await checkConditions()
  const rows = await withTimeout(() => database().incident.findMany({ where: { closedAt: null } }), {
    part: 'incidents',
  })
  return checks.map(({ kind, finding }) => {
    const state = stateOf(finding)
    const row = finding?.holds === false ? undefined : rows?.find((one) => one.kind === kind)
    const isIncident = (row?.openedAt ?? null) !== null
    return { kind, state, details: finding?.details ?? {}, since: row?.seenAt ?? null, isIncident }
  })
}

function stateOf(finding: ConditionCheck['finding']): ConditionState {
  if (!finding) return 'NOT_KNOWN'
  if (finding.isUnused) return 'UNUSED'
  return finding.holds ? 'HOLDS' : 'DOES_NOT_HOLD'
}
