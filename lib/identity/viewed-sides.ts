import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import type { Reader } from '@/lib/db/client'

/**
 * Returns the sides of a case whose present picture this person viewed, by the events of their views. Each event names the
 * file that it showed, so that a view of another picture of the same side is none of this one.
 */
export async function viewedSides(reader: Reader, actor: PersonActor, caseId: string): Promise<string[]> {
  const viewed = await reader.$queryRaw<{ side: string }[]>`
    SELECT f.side FROM access_case_files f
    WHERE f.case_id = ${caseId}::uuid AND EXISTS (
      SELECT 1 FROM audit_events e
      WHERE e.subject_id = f.case_id AND e.action = 'access_case.viewed' AND e.actor_id = ${actor.id}::uuid
        AND e.data ->> 'side' = f.side AND e.data ->> 'fileId' = f.file_id::text
    )
    ORDER BY f.side DESC`
  return viewed.map(({ side }) => side)
}
