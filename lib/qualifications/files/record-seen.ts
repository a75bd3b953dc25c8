import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import type { ShownPage } from '@/lib/documents/read-file'

/**
 * Records that a page was shown in full to the reviewer who holds a claim, of the revision that they hold: nothing
 * unseen is accepted. The same page shown again is the same row. A thumbnail counts for nothing.
 */
export async function recordSeen(actor: PersonActor, { fileId, variant, page }: ShownPage): Promise<void> {
  if (variant !== 'RENDITION') return
  await database().$executeRaw`
    INSERT INTO seen_pages (submission_id, reviewer_id, file_id, page)
    SELECT DISTINCT s.id, q.reviewer_id, g.file_id, ${page}::smallint
    FROM document_pages g
    JOIN documents d ON d.id = g.document_id
    JOIN submissions s ON s.id = d.submission_id
    JOIN qualifications q ON q.id = s.qualification_id AND q.revision = s.revision
    WHERE g.file_id = ${fileId}::uuid AND q.status = 'IN_REVIEW' AND q.reviewer_id = ${actor.id}::uuid
      AND q.lease_ends_at > clock_timestamp()
    ON CONFLICT DO NOTHING`
}
