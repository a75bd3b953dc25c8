import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import type { Reader } from '@/lib/db/client'
import type { CaseSide } from '@/lib/db/generated/enums'

/**
 * Returns the sides of a case whose present picture this person viewed, by the events of their views. Each event names
 * the file that it showed, so that a view of an earlier picture of the same side does not count.
 */
export async function viewedSides(reader: Reader, actor: PersonActor, caseId: string): Promise<CaseSide[]> {
  const viewed = await reader.$queryRaw<{ side: CaseSide }[]>`
    SELECT f.side FROM access_case_files f
    WHERE f.case_id = ${caseId}::uuid AND EXISTS (
      SELECT 1 FROM audit_events e
      WHERE e.subject_id = f.case_id AND e.action = 'access_case.viewed' AND e.actor_id = ${actor.id}::uuid
        AND e.data ->> 'side' = f.side::text AND e.data ->> 'fileId' = f.file_id::text
    )
    ORDER BY f.side`
  return viewed.map(({ side }) => side)
}
