import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { type Tx, transaction } from '@/lib/db/client'
import type { Outcome } from '@/lib/db/generated/enums'
import { playsStaff } from '@/lib/qualifications/policy'
import { currentReasons, rulebookOf } from '@/lib/rulebook/registry'
import { readClaimed } from '../claims/read-claimed'
import { followDecision } from './decide-qualification'
import { concludeFrom } from './judge-qualification'
import { playedJudgements } from './played-judgements'
import { recordDecision } from './record-decision'

export type PlayedDecision = { qualificationId: string; outcome: Outcome; reasons: readonly string[] }

/**
 * Decides what waits in a test account as a reviewer would, who is played by a test key: nobody claims it, and nobody
 * looked at it. The judgements are made for the outcome, and the rest is as for any decision.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for any other key, INVALID_STATE unless it waits, INVALID_INPUT when the
 *   reasons are not of
 * the catalogue, or another outcome follows from them, ALREADY_ENDED, CONFLICT when it changed meanwhile
 */
export async function playDecision(client: ClientActor, played: PlayedDecision) {
  return transaction((tx) => playDecisionIn(tx, client, played))
}

/** Does the same in a transaction of the caller's. */
export async function playDecisionIn(tx: Tx, client: ClientActor, played: PlayedDecision) {
  const { qualificationId: id, outcome, reasons } = played
  const claimed = await readClaimed(tx, client, id)
  if (!playsStaff(client)) throw new DomainError('FORBIDDEN', 'Plays no reviewer', { subjectId: id })
  if (claimed.status !== 'SUBMITTED') {
    throw new DomainError('INVALID_STATE', `It is ${claimed.status}`, { subjectId: id })
  }
  const [rulebook, catalogue] = [await rulebookOf(claimed.rulebookVersion, tx), await currentReasons(tx)]
  const parts = playedJudgements(catalogue, { ...claimed, rulebook }, { outcome, reasons })
  const judged = parts && concludeFrom(claimed, { rulebook, catalogue, parts })
  if (judged?.decision.outcome !== outcome) {
    throw new DomainError('INVALID_INPUT', `${outcome} does not follow`, { subjectId: id })
  }
  const isRecorded = await recordDecision(tx, client, claimed, judged.decision)
  if (!isRecorded) throw new DomainError('CONFLICT', 'Decided or withdrawn meanwhile', { subjectId: id })
  return followDecision(tx, judged)
}
