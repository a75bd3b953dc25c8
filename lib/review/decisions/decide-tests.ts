import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { log, logBug } from '@/lib/core/log'
import { database, transaction } from '@/lib/db/client'
import { Carrier } from '@/lib/db/generated/enums'
import { playFilingsIn } from '@/lib/filings/play-filings'
import { playDecisionIn } from './play-decision'

/** Lists the ends of the platform's own ID of a test account that decide what happens to each submission of it. */
const FORCED = ['approved', 'filed', 'rejected', 'changes'] as const
type Forced = (typeof FORCED)[number]

const BATCH = 50
const ACCESS_NUMBER = '1069'

type Waiting = { id: string; revision: number; forced: Forced; keyId: string }

/**
 * Decides what waits in test accounts whose names say the outcome, so that a test needs nobody who plays the reviewer.
 * The key that submitted it does, or the last one that handed over the person who did. The worker runs it.
 *
 * @returns whether one failed by a bug: it is tried again
 */
export async function decideTests(): Promise<{ decided: number; hasFailed: boolean }> {
  let decided = 0
  let hasFailed = false
  for (const waiting of await findWaiting()) {
    try {
      await decide(waiting)
      decided += 1
    } catch (error) {
      if (error instanceof DomainError) {
        log.info({ act: 'review.decide_tests', subjectId: waiting.id, code: error.code }, 'not decided')
        continue
      }
      hasFailed = true
      logBug(error, { act: 'review.decide_tests', subjectId: waiting.id })
    }
  }
  return { decided, hasFailed }
}

/** Returns the newest first, so that one that can't be decided does not delay those that come after it. */
function findWaiting(): Promise<Waiting[]> {
  return database().$queryRaw<Waiting[]>`
    SELECT q.id::text, q.revision, substring(a.external_ref FROM '[a-z]+$') AS forced, k.id::text AS "keyId"
    FROM accounts a
    JOIN qualifications q ON q.account_id = a.id AND q.status = 'SUBMITTED'
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN api_keys k ON k.id = coalesce(s.submitted_by_key_id, (
      SELECT h.api_key_id FROM handovers h WHERE h.account_id = a.id ORDER BY h.created_at DESC LIMIT 1))
    WHERE a.is_test AND a.external_ref ~ ${`-(${FORCED.join('|')})$`}
    ORDER BY q.queued_at DESC LIMIT ${BATCH}`
}

async function decide({ id: qualificationId, revision, forced, keyId }: Waiting): Promise<void> {
  const client: ClientActor = {
    ...{ kind: 'CLIENT', id: keyId, accountId: null, isTest: true },
    ...{ scopes: ['QUALIFICATIONS_WRITE'], capabilities: [] },
  }
  await transaction(async (tx) => {
    await playDecisionIn(tx, client, { qualificationId, outcome: outcomeOf(forced, revision), reasons: [] })
    if (forced !== 'filed') return
    for (const carrier of Object.values(Carrier)) {
      const filing = { qualificationId, carrier, state: 'EFFECTIVE', extensionNumber: ACCESS_NUMBER } as const
      await playFilingsIn(tx, client, filing)
    }
  })
}

/** Changes are requested once; what is submitted again is approved. */
function outcomeOf(forced: Forced, revision: number) {
  if (forced === 'rejected') return 'REJECTED'
  return forced === 'changes' && revision === 1 ? 'CHANGES_REQUESTED' : 'APPROVED'
}
