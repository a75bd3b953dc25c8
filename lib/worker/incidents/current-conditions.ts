import 'server-only'
import { database } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import type { Details } from '../conditions/condition'
import { lookAtConditions } from '../conditions/look-at-conditions'

export type CurrentCondition = {
  kind: ConditionKind
  details: Details
  /** When the worker first saw it; null before its next look, and for what it can't see. */
  since: Date | null
  isIncident: boolean
}

/** Looks at the conditions now, and returns those that hold. @throws where the database is away */
export async function currentConditions(): Promise<CurrentCondition[]> {
  const looks = await lookAtConditions()
  const rows = await database().incident.findMany({ where: { closedAt: null } })
  return looks
    .filter(({ finding }) => finding?.holds)
    .map(({ kind, finding }) => {
      const row = rows.find((one) => one.kind === kind)
      const isIncident = (row?.openedAt ?? null) !== null
      return { kind, details: finding?.details ?? {}, since: row?.seenAt ?? null, isIncident }
    })
}
