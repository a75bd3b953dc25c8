import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { log } from '@/lib/core/log'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { CHECK_INTERVAL } from './check-interval'

/**
 * Records that a look did not see a condition that an earlier one saw. What never became an incident is forgotten, and
 * never closed, even where another worker made its row between the two statements.
 */
export async function closeIncident(kind: ConditionKind): Promise<void> {
  await database().incident.deleteMany({ where: { kind, closedAt: null, openedAt: null } })
  if (await transaction((tx) => closeIfMissedBefore(tx, kind))) log.warn({ condition: kind }, 'incident over')
}

async function closeIfMissedBefore(tx: Tx, kind: ConditionKind): Promise<boolean> {
  const [incident] = await tx.$queryRaw<{ id: string; isClosed: boolean }[]>`
    UPDATE incidents SET missed_at = coalesce(missed_at, clock_timestamp()),
      closed_at = CASE WHEN missed_at <= clock_timestamp() - make_interval(secs => ${CHECK_INTERVAL}) THEN clock_timestamp() END
    WHERE kind = ${kind}::"ConditionKind" AND closed_at IS NULL AND opened_at IS NOT NULL
    RETURNING id::text, closed_at IS NOT NULL AS "isClosed"`
  if (!incident?.isClosed) return false
  const data = { incidentId: incident.id, condition: kind }
  await recordAudit(tx, SYSTEM, { action: 'incident.closed', subjectId: null, data })
  return true
}
