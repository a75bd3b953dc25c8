import 'server-only'
import { Prisma } from '@/lib/db/generated/client'
import { isLiveAccount } from '@/lib/db/live-accounts'

/**
 * Builds SQL for everything that falls due some day, with one row for the documents and one for the details of each
 * qualification that is closed or approved: `id`, `reference`, `outcome`, `what`, `at`, `is_held`, `is_handed_in`. What
 * is erased already is not among them, nor is what test accounts have: it is erased by the same rules, and reported
 * nowhere.
 *
 * @param rules as `retentionInUse` returns them
 */
export const dueRows = (rules: string) => Prisma.sql`
  SELECT q.id, q.reference, q.queued_at IS NOT NULL AS is_handed_in, e.outcome, k.what,
    e.ended_at + make_interval(hours => 24 * k.days) AS at,
    EXISTS (
      SELECT FROM legal_holds h
      WHERE h.lifted_at IS NULL AND (h.qualification_id = q.id OR h.account_id = q.account_id)
    ) AS is_held
  FROM qualifications q
  JOIN qualification_endings e ON e.qualification_id = q.id
  JOIN jsonb_to_recordset(${rules}::jsonb) AS r(version text, outcome text, documents_days int, details_days int)
    ON r.version = e.rulebook_version AND r.outcome = e.outcome
  CROSS JOIN LATERAL (VALUES
    ('DOCUMENTS', r.documents_days, q.documents_erased_at),
    ('DETAILS', r.details_days, q.details_erased_at)
  ) AS k(what, days, erased_at)
  WHERE q.details_erased_at IS NULL AND k.erased_at IS NULL AND ${isLiveAccount('q.account_id')}`
