import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { storedReadings } from '@/lib/documents/readings/read-readings'
import { STORED_CONTENT } from '@/lib/qualifications/content'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import { holdsClaim, isVisibleTo, mayReview } from '@/lib/qualifications/policy'
import { NEWEST_REASONS } from '@/lib/rulebook/registry'
import { type FoundCase, openCase, type ReviewCase } from './open-case'
import { storedPhrases } from './phrases/read-phrases'
import { isFree, mayRelease } from './policy'

/** The facts about one qualification that everyone who sees the queue may know. */
export type ReviewHead = {
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
  queuedAt: Date | null
  decidedAt: Date | null
  /** Names the holder of a live claim; null when it has expired. The reader's own name isn't read. */
  holder: { id: string; name: string | null; isMe: boolean } | null
  canClaim: boolean
  /** Says whether the reader may release the claim. One who sent its decision undoes that first. */
  canRelease: boolean
  isUrgent: boolean
  /** Says whether the reader may change its urgency as a lead. */
  canSetUrgency: boolean
  /** Says whether it is of an account of the reader. */
  isOwn: boolean
  /** Says whether the reader sent its decision, and can still undo it. */
  isSent: boolean
}

export type ReadCase = { head: ReviewHead; opened: ReviewCase | null }

/**
 * Returns what the workbench shows. Only the holder of the claim gets `opened`: the declared values, the documents, and
 * what was decided before. Null when the person may not know of it.
 */
export async function readForReview(actor: PersonActor, id: string): Promise<ReadCase | null> {
  if (!isId(id) || !can(actor, 'review.queue')) return null
  const found = await findCase(actor, id)
  if (!found || !isVisibleTo(actor, found)) return null
  const isHeld = holdsClaim(actor, found, found.now) && !found.isSent
  const [head, opened] = await Promise.all([headOf(actor, found), isHeld ? openCase(actor, found) : null])
  return { head, opened }
}

/** Matches the readings of the files that the content of the submission `s` has. */
const IN_ITS_DOCUMENTS = Prisma.sql`readings.file_id IN (
  SELECT g.file_id FROM documents d JOIN document_pages g ON g.document_id = d.id
  WHERE d.submission_id = s.id AND d.supplement_id IS NULL)`

/** Reads all that the workbench shows of one revision in one round trip, since a reviewer waits for each case. */
async function findCase(actor: PersonActor, id: string): Promise<FoundCase | undefined> {
  const [found] = await database().$queryRaw<FoundCase[]>`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS now, q.id, q.reference, q.kind, q.status,
      q.account_id AS "accountId", a.is_test AS "isTest", q.reviewer_id AS "reviewerId", q.lease_ends_at AS "leaseEndsAt",
      q.first_submitted_at AS "firstSubmittedAt", q.queued_at AS "queuedAt", q.decided_at AS "decidedAt",
      q.is_urgent AS "isUrgent", q.renews_id AS "renewsId",
      (SELECT r.reference FROM qualifications r WHERE r.id = q.renews_id) AS renews,
      EXISTS (SELECT FROM decisions d JOIN submissions e ON e.id = d.submission_id WHERE e.qualification_id = q.id)
        AS "hasHistory",
      claim.sent AS "isSent", s.id AS "submissionId", s.revision, s.rulebook_version AS "rulebookVersion",
      k.id AS "dataKeyId", k.wrapped, k.keyring_id AS "keyringId",
      CASE WHEN held THEN to_jsonb(ARRAY(
        SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'fieldGroup', p.field_group,
          'senderSignatureId', p.sender_signature_id, 'carriedFromId', p.carried_from_id,
          'findings', ARRAY(
            SELECT jsonb_build_object('code', f.code, 'severity', f.severity, 'field', f.field)
            FROM shown_findings f WHERE f.part_id = p.id ORDER BY f.position),
          'late', ARRAY(
            SELECT jsonb_build_object('code', f.code, 'severity', f.severity, 'field', f.field)
            FROM late_findings f WHERE f.part_id = p.id ORDER BY f.position),
          'document', CASE WHEN d.id IS NOT NULL
            THEN jsonb_build_object('kind', d.kind, 'senderSignatureId', d.sender_signature_id) END)
        FROM parts p LEFT JOIN documents d ON d.id = p.document_id
        WHERE p.submission_id = s.id ORDER BY p.position)) END AS parts,
      CASE WHEN held THEN ${STORED_CONTENT} END AS content,
      CASE WHEN held THEN ${storedReadings(IN_ITS_DOCUMENTS)} END AS readings,
      CASE WHEN held THEN ${storedPhrases(actor.id)} END AS phrases,
      CASE WHEN held THEN ${NEWEST_REASONS} END AS "newestReasons",
      CASE WHEN held THEN (
        SELECT j.content_sealed FROM judgement_drafts j WHERE j.submission_id = s.id AND j.reviewer_id = q.reviewer_id
      ) END AS "draftsSealed",
      CASE WHEN held THEN (
        SELECT j.saved_at FROM judgement_drafts j WHERE j.submission_id = s.id AND j.reviewer_id = q.reviewer_id
      ) END AS "draftsSavedAt",
      CASE WHEN held THEN to_jsonb(ARRAY(
        SELECT jsonb_build_object('fileId', e.file_id, 'page', e.page)
        FROM seen_pages e WHERE e.submission_id = s.id AND e.reviewer_id = q.reviewer_id
        ORDER BY e.file_id, e.page)) END AS seen,
      (SELECT count(*)::int FROM late_readings l WHERE l.submission_id = s.id) AS unread
    FROM qualifications q
    JOIN data_keys k ON k.id = q.data_key_id
    JOIN accounts a ON a.id = q.account_id
    CROSS JOIN LATERAL (
      SELECT * FROM submissions WHERE qualification_id = q.id AND submitted_at IS NOT NULL ORDER BY revision DESC LIMIT 1
    ) s
    CROSS JOIN LATERAL (
      SELECT q.status = 'IN_REVIEW' AND q.reviewer_id = ${actor.id}::uuid AND q.lease_ends_at > clock_timestamp() AND NOT sent AS held, sent
      FROM (SELECT EXISTS (
        SELECT FROM pending_decisions p WHERE p.qualification_id = q.id AND p.reviewer_id = ${actor.id}::uuid
      ) AS sent) pending
    ) claim
    WHERE q.id = ${id}::uuid AND q.queued_at IS NOT NULL`
  return found
}

async function headOf(actor: PersonActor, found: FoundCase): Promise<ReviewHead> {
  const { id, reference, kind, revision, queuedAt, decidedAt, reviewerId, now } = found
  const isFreeNow = isFree(found, now)
  const holderId = isFreeNow ? null : reviewerId
  const isMe = holderId === actor.id
  const name = holderId && !isMe ? ((await staffNames([holderId])).get(holderId) ?? null) : null
  return {
    id,
    reference,
    kind,
    status: isFreeNow ? 'SUBMITTED' : found.status,
    revision,
    queuedAt,
    decidedAt,
    holder: holderId ? { id: holderId, name, isMe } : null,
    canClaim: isFreeNow && mayReview(actor, found),
    canRelease: holderId !== null && !found.isSent && mayRelease(actor, found, now),
    isUrgent: found.isUrgent,
    canSetUrgency: can(actor, 'review.lead') && mayReview(actor, found) && isWaiting(found.status),
    isOwn: actor.accountIds.includes(found.accountId),
    isSent: found.isSent,
  }
}
