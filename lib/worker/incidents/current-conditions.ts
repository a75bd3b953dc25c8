import 'server-only'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import type { Details } from '../conditions/condition'
import { type Look, lookAtConditions } from '../conditions/look-at-conditions'
import { inTime } from '../in-time'

/** NOT_KNOWN: its probe can't tell just now. */
export type ConditionState = 'HOLDS' | 'DOES_NOT_HOLD' | 'NOT_KNOWN'

export type CurrentCondition = {
  kind: ConditionKind
  state: ConditionState
  details: Details
  /** When the worker first saw it; null before its next look, for what it can't see, and for what does not hold. */
  since: Date | null
  isIncident: boolean
}

/** Looks at the conditions now. Never fails: times that the database can't say are left out. */
export async function currentConditions(): Promise<CurrentCondition[]> {
  const looks = await lookAtConditions()
  const rows = await inTime(() => database().incident.findMany({ where: { closedAt: null } }), { part: 'incidents' })
  return looks.map(({ kind, finding }) => {
    const state = stateOf(finding)
    const row = state === 'DOES_NOT_HOLD' ? undefined : rows?.find((one) => one.kind === kind)
    const isIncident = (row?.openedAt ?? null) !== null
    return { kind, state, details: finding?.details ?? {}, since: row?.seenAt ?? null, isIncident }
  })
}

function stateOf(finding: Look['finding']): ConditionState {
  if (!finding) return 'NOT_KNOWN'
  return finding.holds ? 'HOLDS' : 'DOES_NOT_HOLD'
}
