import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { auditInsert } from '@/lib/audit/record'
import { MINUTE, SECOND } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { readStory, type Story } from './read-story'

/** For how long the page of a case, drawn again for the same person, is the same opening. */
const OPENING_LASTS = 5 * MINUTE

/** Returns the whole history of one qualification, as `readStory` does, and records that the person opened it. */
export async function openStory(actor: PersonActor, id: string): Promise<Story | null> {
  const story = await readStory(actor, id)
  if (story) await recordOpening(actor, id)
  return story
}

async function recordOpening(actor: PersonActor, id: string): Promise<void> {
  const event = { action: 'qualification.opened', subjectId: id, data: {} } as const
  const { insert } = auditInsert(actor, event, 'review.queue')
  await database().$executeRaw`${insert}
    WHERE NOT EXISTS (
      SELECT FROM audit_events
      WHERE subject_id = ${id}::uuid AND actor_id = ${actor.id}::uuid AND action = ${event.action}
        AND at > clock_timestamp() - make_interval(secs => ${OPENING_LASTS / SECOND}::int)
    )`
}
