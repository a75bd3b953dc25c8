import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { MINUTE } from '@/lib/core/clock'
import { database, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { ShownPage } from '@/lib/documents/read-file'

/** For how long the same page, shown again in the same session, is the same view. It does not grow by looking on. */
const VIEW_LASTS = 5 * MINUTE

type Viewed = ShownPage & { qualificationId: string; revision: number; kind: DocumentKind }

/**
 * Records that staff looked at a page: once a view, however often the browser asks for it meanwhile, and at once
 * (docs/decisions/0015).
 *
 * @returns when the view began
 */
export async function recordView(actor: PersonActor, viewed: Viewed): Promise<Date> {
  const { qualificationId, revision, kind, fileId, variant, page } = viewed
  const where = { sessionId: actor.sessionId, qualificationId, fileId, variant, page }
  return transaction(async (tx) => {
    const [begun] = await tx.$queryRaw<{ at: Date }[]>`
      INSERT INTO document_views (session_id, qualification_id, file_id, variant, page, at)
      VALUES (${actor.sessionId}::uuid, ${qualificationId}::uuid, ${fileId}::uuid, ${variant}::"BlobVariant", ${page},
        clock_timestamp())
      ON CONFLICT (session_id, qualification_id, file_id, variant, page) DO UPDATE SET at = excluded.at
        WHERE document_views.at <= excluded.at - make_interval(secs => ${VIEW_LASTS / 1000}::int)
      RETURNING at`
    if (!begun) {
      const key = { sessionId_qualificationId_fileId_variant_page: where }
      return (await tx.documentView.findUniqueOrThrow({ where: key })).at
    }
    const data = { revision, kind, fileId, page: page + 1, variant }
    await recordAudit(
      tx,
      actor,
      { action: 'document.viewed', subjectId: qualificationId, data },
      { using: 'review.decide' },
    )
    return begun.at
  })
}

/** Notes of views and exports that are over. The audit log knows who saw and took out what. */
export async function purgeViews(): Promise<void> {
  await database().$executeRaw`DELETE FROM document_exports WHERE ends_at < clock_timestamp() - interval '1 day'`
  await database().$executeRaw`DELETE FROM document_views WHERE at < clock_timestamp() - interval '1 day'`
}
