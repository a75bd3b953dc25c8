import 'server-only'
import { z } from 'zod'
import type { ClientActor } from '@/lib/actor/actor'
import { playFilings } from '@/lib/filings/play-filings'
import { PlayDecision, PlayedAnswer, PlayFilings, PlayStanding } from '@/lib/integrations/tests/schemas'
import { playExpiry } from '@/lib/qualifications/clock/play-expiry'
import { changeStanding } from '@/lib/qualifications/standing/change-standing'
import { playDecision } from '@/lib/review/decisions/play-decision'
import { change, named, type Operation } from '../operation'
import { ApiRefusal } from '../refusals'

const PLAYS = { tag: 'Tests', method: 'POST', scope: 'QUALIFICATIONS_WRITE' } as const
const path = z.strictObject({ id: z.uuid().toLowerCase() })
const Played = named('Played', PlayedAnswer)

/** The reasons that staff would give. */
const REASONS = { SUSPENDED: 'COMPLAINTS', RESUMED: 'RESOLVED', REVOKED: 'COMPLAINTS' } as const

type Done = { id: string; reference: string; status: PlayedAnswer['status'] }

const played = (done: Done | null) =>
  done && { status: 200, body: { id: done.id, reference: done.reference, status: done.status } satisfies PlayedAnswer }

/** Refuses every key that is no test key, regardless of the account that it asks about. */
function requireTestKey({ isTest }: ClientActor): void {
  if (!isTest) throw new ApiRefusal('TEST_KEY_NEEDED')
}

/** Lists the operations by which a test key plays people and carriers. */
export const TEST_OPERATIONS: readonly Operation[] = [
  change({
    ...PLAYS,
    id: 'playDecision',
    path: '/test/qualifications/{id}/decision',
    summary: 'Play the reviewer: decide a submission of a test account',
    inputs: { path, body: named('PlayDecision', PlayDecision) },
    answers: { 200: { description: 'It is decided.', schema: Played } },
    codes: ['TEST_KEY_NEEDED', 'NOT_FOUND', 'CONFLICT', 'INVALID_STATE', 'ALREADY_ENDED'],
    act: async (client, { path: { id }, body }) => {
      requireTestKey(client)
      return playDecision(client, { qualificationId: id, ...body })
    },
    answerOf: played,
  }),
  change({
    ...PLAYS,
    id: 'playFilings',
    path: '/test/qualifications/{id}/filings',
    summary: 'Play a carrier: file the signatures of an approval of a test account',
    inputs: { path, body: named('PlayFilings', PlayFilings) },
    answers: { 200: { description: 'The filings are so.', schema: Played } },
    codes: ['TEST_KEY_NEEDED', 'NOT_FOUND', 'CONFLICT', 'INVALID_STATE'],
    act: async (client, { path: { id }, body }) => {
      requireTestKey(client)
      return playFilings(client, { qualificationId: id, ...body })
    },
    answerOf: played,
  }),
  change({
    ...PLAYS,
    id: 'playStanding',
    path: '/test/qualifications/{id}/standing',
    summary: 'Play the staff or the clock: suspend, resume, revoke or expire an approval of a test account',
    inputs: { path, body: named('PlayStanding', PlayStanding) },
    answers: { 200: { description: 'It is done.', schema: Played } },
    codes: ['TEST_KEY_NEEDED', 'NOT_FOUND', 'CONFLICT', 'INVALID_STATE', 'CONSENT_MISSING'],
    act: async (client, { path: { id }, body: { act } }) => {
      requireTestKey(client)
      if (act === 'EXPIRED') return playExpiry(client, { qualificationId: id })
      return changeStanding(client, act, { qualificationId: id, reason: REASONS[act], note: null })
    },
    answerOf: played,
  }),
]
