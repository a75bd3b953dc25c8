import 'server-only'
import type { Tx } from '@/lib/db/client'

type Slot = { qualificationId: string; revision: number; pages: readonly string[]; supplementId: string | null }

/**
 * Returns the file that the next one of a slot replaces: the only one in it, when the last decision refused it. Of
 * several files it is not known which one is corrected, and when a page was missing, the one that is there stays.
 */
export async function refusedPage(tx: Tx, { qualificationId, revision, pages, supplementId }: Slot): Promise<string[]> {
  const [fileId, ...others] = pages
  if (!fileId || others.length > 0 || supplementId) return []
  const refused = await tx.$queryRaw<{ reasons: string[] }[]>`
    SELECT j.reasons FROM submissions s
    JOIN decisions c ON c.submission_id = s.id
    JOIN part_judgements j ON j.decision_id = c.id AND j.verdict = 'REFUSED'
    JOIN parts t ON t.id = j.part_id
    JOIN document_pages p ON p.document_id = t.document_id AND p.file_id = ${fileId}::uuid
    WHERE s.qualification_id = ${qualificationId}::uuid AND s.revision = ${revision - 1}
    ORDER BY c.look DESC LIMIT 1`
  return refused.some(({ reasons }) => !reasons.includes('PAGE_MISSING')) ? [fileId] : []
}
