import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { log } from '@/lib/core/log'
import { type Tx, transaction } from '@/lib/db/client'
import type { OutboxMessage } from '@/lib/db/generated/client'
import { isTemplate, TEMPLATES } from '../templates'
import { afterFailure, type Failure } from './lifecycle'

type Row = Pick<OutboxMessage, 'id' | 'channel' | 'template' | 'attempts'>

/** Says why there will be no attempt, in addition to the failures of attempts. */
const WITHOUT_ATTEMPT = ['EXPIRED', 'UNREADABLE', 'NO_TEMPLATE_ID'] as const
type NoAttempt = (typeof WITHOUT_ATTEMPT)[number]

const isWithoutAttempt = (failure: string): failure is NoAttempt => WITHOUT_ATTEMPT.some((reason) => reason === failure)

/**
 * Records that the provider accepted a message. Returns false when the message is no longer this attempt's: it took too
 * long and was left behind.
 */
export async function settleSent({ id, attempts }: Row, providerId: string | null): Promise<boolean> {
  const settled = await transaction(
    (tx) => tx.$executeRaw`
      UPDATE outbox_messages
      SET state = 'SENT', sent_at = clock_timestamp(), provider_id = ${providerId?.slice(0, 100) ?? null},
        failure = NULL, claimed_at = NULL
      WHERE id = ${id}::uuid AND state = 'SENDING' AND attempts = ${attempts}`,
  )
  return settled === 1
}

/** Records what follows a failed attempt. */
export function settleFailed(row: Row, failure: Failure | NoAttempt, code: string): Promise<void> {
  return transaction((tx) => settleFailedIn(tx, row, failure, code))
}

/** Does the same for a row that this transaction may have locked. */
export async function settleFailedIn(tx: Tx, row: Row, failure: Failure | NoAttempt, code: string): Promise<void> {
  const { id, channel, template, attempts } = row
  const isOnce = isTemplate(template) && TEMPLATES[template].isOnce
  const next = isWithoutAttempt(failure) ? ({ state: 'FAILED' } as const) : afterFailure(failure, { isOnce, attempts })
  const waitSeconds = next.state === 'PENDING' ? next.waitSeconds : 0
  const from = failure === 'EXPIRED' ? 'PENDING' : 'SENDING'
  const why = code === failure ? failure : `${failure}/${code}`
  const settled = await tx.$executeRaw`
    UPDATE outbox_messages
    SET state = ${next.state}::"OutboxState", failure = ${why}, claimed_at = NULL,
      due_at = clock_timestamp() + make_interval(secs => ${waitSeconds})
    WHERE id = ${id}::uuid AND state = ${from}::"OutboxState" AND attempts = ${attempts}`
  if (settled !== 1) return
  const data = { channel, template, state: next.state, failure: why, attempts }
  log.warn({ message: id, ...data }, 'message not sent')
  if (next.state === 'PENDING') return
  await recordAudit(tx, SYSTEM, { action: 'message.failed', subjectId: id, data })
}
