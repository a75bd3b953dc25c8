import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { WebhookFailure, WebhookOff } from '@/lib/db/generated/enums'
import { nextWait } from './backoff'
import type { ClaimedDelivery } from './claim-deliveries'
import type { Answer } from './post'

type Attempted = Pick<ClaimedDelivery, 'id' | 'endpointId' | 'attempts'>

/** The longest that deliveries wait once an endpoint that failed accepts one: nobody waits for half a day then. */
const SOON = 5 * MINUTE

/** Records that the endpoint accepted a delivery, unless this attempt took so long that it was left behind. */
export async function settleDelivered({ id, endpointId, attempts }: Attempted, answer: Answer): Promise<void> {
  await transaction(async (tx) => {
    const settled = await tx.$executeRaw`
      UPDATE webhook_deliveries
      SET state = 'DELIVERED', delivered_at = clock_timestamp(), claimed_at = NULL, failing_since = NULL, failure = NULL,
        answer_status = ${answer.status}, answer = ${answer.text}
      WHERE id = ${id}::uuid AND state = 'SENDING' AND attempts = ${attempts}`
    if (settled !== 1) return
    const recovered = await tx.$executeRaw`
      UPDATE webhook_endpoints SET failing_since = NULL WHERE id = ${endpointId}::uuid AND failing_since IS NOT NULL`
    if (recovered === 1) {
      await tx.$executeRaw`
        UPDATE webhook_deliveries SET due_at = least(due_at, clock_timestamp() + make_interval(secs => ${SOON / 1_000}))
        WHERE endpoint_id = ${endpointId}::uuid AND state = 'PENDING'`
    }
  })
}

type Failed = { failure: WebhookFailure; answer: Answer | null; isGone: boolean }

/** Records a failed attempt. It is made again later; once that was done for three days, the endpoint is turned off. */
export function settleFailed(delivery: Attempted, failed: Failed): Promise<void> {
  return transaction((tx) => settleFailedIn(tx, delivery, failed))
}

/** Does the same for a row that this transaction may have locked. */
export async function settleFailedIn(tx: Tx, delivery: Attempted, { failure, answer, isGone }: Failed): Promise<void> {
  const { id, endpointId, attempts } = delivery
  const found = await tx.webhookDelivery.findFirst({
    where: { id, state: 'SENDING', attempts },
    select: { failingSince: true, claimedAt: true },
  })
  if (!found) return
  const now = await databaseTime(tx)
  const isOurs = failure === 'LEFT_BEHIND' // which says nothing about the endpoint
  const attemptedAt = found.claimedAt ?? now
  const failingSince = found.failingSince ?? (isOurs ? null : attemptedAt)
  const failingFor = failingSince ? now.getTime() - failingSince.getTime() : 0
  const wait = isGone ? null : isOurs ? 0 : nextWait(attempts, failingFor)
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, state: 'SENDING', attempts },
    data: {
      ...{ state: 'PENDING', claimedAt: null, failingSince, failure },
      ...{ answerStatus: answer?.status ?? null, answer: answer?.text ?? null },
      dueAt: new Date(now.getTime() + (wait ?? 0)),
    },
  })
  if (count !== 1 || isOurs) return
  // Not since this delivery first failed: the endpoint may have accepted others after that.
  await tx.webhookEndpoint.updateMany({
    where: { id: endpointId, failingSince: null },
    data: { failingSince: attemptedAt },
  })
  if (wait === null) await turnOff(tx, endpointId, isGone ? 'GONE' : 'FAILED_FOR_DAYS', now)
}

/** Turns an endpoint off. Events wait for it from now on, together with what was not delivered. */
async function turnOff(tx: Tx, id: string, offReason: WebhookOff, offSince: Date): Promise<void> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id, offSince: null },
    data: { offReason, offSince },
  })
  if (count !== 1) return
  await recordAudit(tx, SYSTEM, { action: 'webhook.turned_off', subjectId: id, data: { because: offReason } })
}
