import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { MINUTE } from '@/lib/core/clock'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { ShownPage } from '@/lib/documents/read-file'
import { recordSeen } from './record-seen'

/** Limits how long the same page, shown again in the same session, is the same view. Looking on does not extend it. */
const VIEW_LASTS = 5 * MINUTE

/** Says whose view it is: of staff who review it, or of a member of the account who didn't upload it. */
const KINDS = {
  REVIEWER: { action: 'document.viewed', using: 'review.decide' },
  MEMBER: { action: 'document.viewed_by_member', using: 'qualification.own' },
} as const

type Viewed = ShownPage & { qualificationId: string; revision: number; kind: DocumentKind }

/**
 * Records that someone looked at a page that isn't theirs: once a view, however often the browser asks for it
 * meanwhile, and at once (docs/decisions/0015).
 *
 * @param show makes what is shown, of a view that began then. It takes longer than the event, and is not waited for by
 *   the transaction.
 * @returns what is shown, once the event is committed: nothing leaves before. A page that could be made was seen by its
 *   reviewer
 */
export async function recordView<T>(
  actor: PersonActor,
  viewed: Viewed,
  show: (at: Date) => Promise<T>,
  by: keyof typeof KINDS = 'REVIEWER',
): Promise<T> {
  const { qualificationId, revision, kind, fileId, variant, page } = viewed
  // In an object: a bare promise would be waited for inside.
  const { showing } = await transaction(async (tx) => {
    const { at, isNew } = await startView(tx, actor, viewed)
    const showing = show(at)
    showing.catch(() => {}) // its caller gets the failure; nobody does when the event fails
    if (isNew) {
      const data = { revision, kind, fileId, page: page + 1, variant }
      const { action, using } = KINDS[by]
      await recordAudit(tx, actor, { action, subjectId: qualificationId, data }, { using })
    }
    return { showing }
  })
  const shown = await showing
  if (by === 'REVIEWER') await recordSeen(actor, viewed)
  return shown
}

async function startView(tx: Tx, { sessionId }: PersonActor, { qualificationId, fileId, variant, page }: Viewed) {
  const [started] = await tx.$queryRaw<{ at: Date }[]>`
    INSERT INTO document_views (session_id, qualification_id, file_id, variant, page, at)
    VALUES (${sessionId}::uuid, ${qualificationId}::uuid, ${fileId}::uuid, ${variant}::"BlobVariant", ${page},
      clock_timestamp())
    ON CONFLICT (session_id, qualification_id, file_id, variant, page) DO UPDATE SET at = excluded.at
      WHERE document_views.at <= excluded.at - make_interval(secs => ${VIEW_LASTS / 1000}::int)
    RETURNING at`
  if (started) return { at: started.at, isNew: true }
  const key = { sessionId_qualificationId_fileId_variant_page: { sessionId, qualificationId, fileId, variant, page } }
  return { at: (await tx.documentView.findUniqueOrThrow({ where: key })).at, isNew: false }
}

/** Deletes notes of views and exports that are over. The audit log knows who saw and exported what. */
export async function purgeViews(): Promise<void> {
  await database().$executeRaw`DELETE FROM document_exports WHERE ends_at < clock_timestamp() - interval '1 day'`
  await database().$executeRaw`DELETE FROM document_views WHERE at < clock_timestamp() - interval '1 day'`
}
