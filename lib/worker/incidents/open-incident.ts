import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { log } from '@/lib/core/log'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { CONDITIONS } from '../conditions/table'
import { CHECK_INTERVAL } from './check-interval'

/**
 * Records that a look saw a condition. Of workers that see it at once, one makes its row, and one opens the incident.
 *
 * @param seenFor the seconds since the process first saw it, where it makes no row before the second look
 */
export async function openIncident(kind: ConditionKind, seenFor = 0): Promise<void> {
  await database().$executeRaw`
    INSERT INTO incidents (id, kind, seen_at)
    VALUES (${newId()}::uuid, ${kind}::"ConditionKind", clock_timestamp() - make_interval(secs => ${seenFor}))
    ON CONFLICT (kind) WHERE closed_at IS NULL
    DO UPDATE SET missed_at = NULL WHERE incidents.missed_at IS NOT NULL`
  if (!CONDITIONS[kind].opensIncident) return
  if (await transaction((tx) => openIfSeenBefore(tx, kind))) log.error({ condition: kind }, 'incident opened')
}

async function openIfSeenBefore(tx: Tx, kind: ConditionKind): Promise<boolean> {
  const [incident] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE incidents SET opened_at = clock_timestamp()
    WHERE kind = ${kind}::"ConditionKind" AND closed_at IS NULL AND opened_at IS NULL
      AND seen_at <= clock_timestamp() - make_interval(secs => ${CHECK_INTERVAL})
    RETURNING id::text`
  if (!incident) return false
  const data = { incidentId: incident.id, condition: kind }
  await recordAudit(tx, SYSTEM, { action: 'incident.opened', subjectId: null, data })
  return true
}
