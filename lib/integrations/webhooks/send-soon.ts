import 'server-only'
import type { Tx } from '@/lib/db/client'

/** Makes what waits for an endpoint due now. A delivery that failed before has three days from now. */
export async function sendSoon(tx: Tx, endpointId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE webhook_deliveries SET due_at = clock_timestamp(), failing_since = NULL, attempts = 0
    WHERE endpoint_id = ${endpointId}::uuid AND state = 'PENDING'`
}
