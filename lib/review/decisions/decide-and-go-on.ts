import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordRefusal } from '@/lib/audit/record'
import { env } from '@/lib/core/env'
import { DomainError, type ErrorCode } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import type { Outcome } from '@/lib/db/generated/enums'
import { claimNext } from '../claims/claim-next'
import { queueAfter } from '../queue/queue-filters'
import { type ReadCase, readForReview } from '../read-for-review'
import type { DecideAndGoOnInput } from '../schemas'
import { decideQualification } from './decide-qualification'
import { sendDecision } from './send-decision'

/** The next case as the workbench draws it, or why there is none; null when none was requested. */
type NextCase =
  | { read: ReadCase }
  | { refused: { error: ErrorCode; params: Readonly<Record<string, string | number>> } }

export type Decided = {
  id: string
  reference: string
  outcome: Outcome
  decidedAt: Date
  /** Limits how long it can be undone; 0 when it has taken effect. */
  secondsLeft: number
  next: NextCase | null
}

/**
 * Sends a decision and, when the reviewer continues, claims the next case for them as `claimNext` does, and reads it:
 * what a reviewer does all day takes one request. The decision is valid whether or not there is a next case. Where
 * decisions can't be undone, it is recorded at once.
 *
 * @throws DomainError as `sendDecision` and `decideQualification` do
 */
export async function decideAndGoOn(actor: PersonActor, input: DecideAndGoOnInput): Promise<Decided> {
  const decided = env().UNDO_SECONDS > 0 ? await sendDecision(actor, input) : await decideNow(actor, input)
  const next = input.goOn === 'NEXT' ? await takeNext(actor) : null
  return { ...decided, next }
}

async function decideNow(actor: PersonActor, input: DecideAndGoOnInput) {
  const { status: outcome, ...decided } = await decideQualification(actor, input)
  return { ...decided, outcome, secondsLeft: 0 }
}

/** Returns the page to continue on: the next case, the queue that has none, or the case that was decided. */
export function pageAfter({ id, reference, next }: Decided): string {
  if (next && 'read' in next) return `/queue/${next.read.head.id}`
  return next?.refused.error === 'QUEUE_EMPTY' ? queueAfter(reference) : `/queue/${id}`
}

/** Claims the next case. It never throws: the decision is recorded, and must not look as if it were not. */
async function takeNext(actor: PersonActor): Promise<NextCase> {
  try {
    const { qualificationId } = await claimNext(actor)
    const read = await readForReview(actor, qualificationId)
    if (read?.opened) return { read }
    throw new Error('The claimed case cannot be read')
  } catch (error) {
    if (error instanceof DomainError) {
      await recordRefusal(actor, 'review.claim_next', error)
      return { refused: { error: error.code, params: error.params } }
    }
    logBug(error, { act: 'review.claim_next' })
    return { refused: { error: 'TRY_AGAIN', params: {} } }
  }
}
