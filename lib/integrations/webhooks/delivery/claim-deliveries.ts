import 'server-only'
import { database } from '@/lib/db/client'
import type { WebhookDelivery, WebhookEndpoint } from '@/lib/db/generated/client'

/**
 * Limits the deliveries to one endpoint at once; an endpoint that fails is only tried. A slow one must not take the
 * lanes of the others.
 */
const AT_ONCE = 4

export type ClaimedDelivery = Pick<
  WebhookDelivery,
  'id' | 'endpointId' | 'qualificationId' | 'event' | 'data' | 'happenedAt' | 'attempts'
> &
  Pick<WebhookEndpoint, 'url' | 'version'>

/**
 * Claims deliveries that are due, and of each qualification only the first that an endpoint has not accepted. The claim
 * is committed before anything is sent, so that no two workers send one delivery, nor two of one qualification.
 *
 * @param count the most to claim
 */
export function claimDeliveries(count: number): Promise<ClaimedDelivery[]> {
  return database().$queryRaw<ClaimedDelivery[]>`
    WITH due AS MATERIALIZED (
      SELECT d.id FROM webhook_endpoints e
      CROSS JOIN LATERAL (
        SELECT id, position FROM webhook_deliveries d
        WHERE d.endpoint_id = e.id AND d.state = 'PENDING' AND d.due_at <= clock_timestamp()
          AND NOT EXISTS (
            SELECT FROM webhook_deliveries earlier
            WHERE earlier.endpoint_id = d.endpoint_id AND earlier.qualification_id = d.qualification_id
              AND earlier.state <> 'DELIVERED' AND earlier.position < d.position)
        ORDER BY position
        LIMIT greatest(0, CASE WHEN e.failing_since IS NULL THEN ${AT_ONCE}::int ELSE 1 END - (
          SELECT count(*) FROM webhook_deliveries s WHERE s.endpoint_id = e.id AND s.state = 'SENDING'))
        FOR UPDATE SKIP LOCKED
      ) d
      WHERE e.off_since IS NULL
      LIMIT ${count})
    UPDATE webhook_deliveries d SET state = 'SENDING', attempts = d.attempts + 1, claimed_at = clock_timestamp(),
      attempted_at = clock_timestamp()
    FROM due, webhook_endpoints e WHERE d.id = due.id AND e.id = d.endpoint_id AND d.state = 'PENDING'
    RETURNING d.id, d.endpoint_id AS "endpointId", d.qualification_id AS "qualificationId", d.event, d.data,
      d.happened_at AS "happenedAt", d.attempts, e.url, e.version`
}
