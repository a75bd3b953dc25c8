import 'server-only'
import { Prisma } from '@/lib/db/generated/client'

/**
 * SQL of all that falls due some day, a row for the documents and one for the details of each qualification that ended or
 * is approved: `id`, `reference`, `outcome`, `what`, `at`, `is_held`, `is_handed_in`. What is gone is not among them.
 *
 * @param rules as `retentionInUse` has them
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
  WHERE q.details_erased_at IS NULL AND k.erased_at IS NULL`
