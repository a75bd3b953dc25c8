import { expect } from 'vitest'
import { dataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { readContent, type SubmissionContent } from '@/lib/qualifications/content'
import { BUILT_IN_RULEBOOK } from '@/lib/rulebook/built-in'
import { requiredGroups } from '@/lib/rulebook/required-slots'

/** Returns everything that a submission says, as its rows have it: from its submission on it never changes. */
export async function digestsOf(submissionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await database().$queryRaw<{ id: string; digest: string }[]>`
    SELECT s.id::text, md5(concat_ws('|', s.revision, s.rulebook_version, s.letter_version, s.submitted_at, s.submitted_by_id,
      (SELECT string_agg(concat_ws(',', f.key, encode(f.value_sealed, 'hex')), ';' ORDER BY f.key)
       FROM declared_fields f WHERE f.submission_id = s.id),
      (SELECT string_agg(concat_ws(',', g.id, g.position, g.source, g.is_on_behalf, encode(g.text_sealed, 'hex')), ';' ORDER BY g.id)
       FROM sender_signatures g WHERE g.submission_id = s.id),
      (SELECT string_agg(concat_ws(',', m.id, m.position, encode(m.text_sealed, 'hex')), ';' ORDER BY m.id)
       FROM sample_messages m WHERE m.submission_id = s.id),
      (SELECT string_agg(concat_ws(',', d.id, d.kind, d.sender_signature_id, p.file_id, p.position), ';' ORDER BY d.id, p.file_id)
       FROM documents d LEFT JOIN document_pages p ON p.document_id = d.id WHERE d.submission_id = s.id),
      (SELECT string_agg(concat_ws(',', q.id, q.position, q.kind, q.carried_from_id), ';' ORDER BY q.position)
       FROM parts q WHERE q.submission_id = s.id)
    )) AS digest
    FROM submissions s WHERE s.submitted_at IS NOT NULL AND s.id = ANY(${[...submissionIds]}::uuid[])`
  return new Map(rows.map(({ id, digest }) => [id, digest]))
}

/** Checks the whole database for states that no sequence of acts may reach. Each check names what it found. */
const NEVER = {
  'two decisions of one revision': `
    SELECT submission_id::text FROM decisions GROUP BY submission_id HAVING count(*) > 1`,
  'a decision that judges other parts than the open ones': `
    SELECT d.id::text FROM decisions d WHERE
      (SELECT array_agg(j.part_id ORDER BY j.part_id) FROM part_judgements j WHERE j.decision_id = d.id)
      IS DISTINCT FROM
      (SELECT array_agg(p.id ORDER BY p.id) FROM parts p WHERE p.submission_id = d.submission_id AND p.carried_from_id IS NULL)`,
  'an approval with something refused': `
    SELECT d.id::text FROM decisions d JOIN part_judgements j ON j.decision_id = d.id
    WHERE d.outcome = 'APPROVED' AND j.verdict = 'REFUSED'`,
  'a part carried from one that was not accepted itself': `
    SELECT p.id::text FROM parts p JOIN parts o ON o.id = p.carried_from_id
    WHERE o.carried_from_id IS NOT NULL OR NOT EXISTS (
      SELECT FROM part_judgements j WHERE j.part_id = o.id AND j.verdict = 'ACCEPTED')`,
  'a part carried from another qualification, or from later': `
    SELECT p.id::text FROM parts p JOIN parts o ON o.id = p.carried_from_id
    JOIN submissions s ON s.id = p.submission_id JOIN submissions t ON t.id = o.submission_id
    WHERE s.qualification_id <> t.qualification_id OR t.revision >= s.revision OR p.kind <> o.kind
      OR p.field_group IS DISTINCT FROM o.field_group`,
  'an open submission of what is not written to, or a closed one of what is': `
    SELECT q.id::text FROM qualifications q
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    WHERE (q.status IN ('DRAFT', 'CHANGES_REQUESTED') AND s.submitted_at IS NOT NULL)
       OR (q.status NOT IN ('DRAFT', 'CHANGES_REQUESTED', 'WITHDRAWN') AND s.submitted_at IS NULL)`,
  'a revision without the one before': `
    SELECT s.id::text FROM submissions s WHERE s.revision > 1 AND NOT EXISTS (
      SELECT FROM submissions t JOIN decisions d ON d.submission_id = t.id AND d.outcome = 'CHANGES_REQUESTED'
      WHERE t.qualification_id = s.qualification_id AND t.revision = s.revision - 1)`,
  'a claim of someone who belongs to the account': `
    SELECT q.id::text FROM qualifications q
    JOIN memberships m ON m.account_id = q.account_id AND m.user_id = q.reviewer_id`,
  'a claim on what nobody reviews': `
    SELECT id::text FROM qualifications WHERE (status = 'IN_REVIEW') <> (reviewer_id IS NOT NULL)`,
  'a place in the queue that is not its own': `
    SELECT q.id::text FROM qualifications q
    JOIN LATERAL (SELECT revision FROM submissions s WHERE s.qualification_id = q.id AND s.submitted_at IS NOT NULL
      ORDER BY revision DESC LIMIT 1) s ON true
    WHERE q.queue_place <> q.queued_at - CASE WHEN s.revision > 1 THEN interval '24 hours' ELSE interval '0' END`,
  'two renewals of one at a time': `
    SELECT renews_id::text FROM qualifications
    WHERE renews_id IS NOT NULL AND status NOT IN ('REJECTED', 'WITHDRAWN') GROUP BY renews_id HAVING count(*) > 1`,
  'a file of another account': `
    SELECT p.file_id::text FROM document_pages p JOIN documents d ON d.id = p.document_id
    JOIN submissions s ON s.id = d.submission_id JOIN qualifications q ON q.id = s.qualification_id
    JOIN stored_files f ON f.id = p.file_id WHERE f.account_id <> q.account_id`,
  'a status change without its status, or a status without its change': `
    SELECT q.id::text FROM qualifications q
    LEFT JOIN LATERAL (SELECT kind FROM turns t WHERE t.qualification_id = q.id ORDER BY at DESC, id DESC LIMIT 1) t ON true
    WHERE (q.status = 'WITHDRAWN' AND t.kind::text NOT IN ('WITHDRAWN', 'LAPSED'))
       OR (q.status IN ('SUSPENDED', 'REVOKED', 'EXPIRED') AND t.kind::text <> q.status::text)
       OR (q.status IN ('WITHDRAWN', 'SUSPENDED', 'REVOKED', 'EXPIRED') AND t.kind IS NULL)
       OR (q.status IN ('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'CHANGES_REQUESTED', 'REJECTED') AND t.kind IS NOT NULL)`,
} as const

export async function expectNothingForbidden(): Promise<void> {
  for (const [what, sql] of Object.entries(NEVER)) {
    expect(await database().$queryRawUnsafe<unknown[]>(sql), what).toEqual([])
  }
}

/** Returns what readers are shown of a part: written again here, so that the code is not compared with itself. */
function shownBy(part: Part, content: SubmissionContent): unknown {
  if (part.kind === 'FIELDS') {
    const group = requiredGroups(BUILT_IN_RULEBOOK, content).find(({ key }) => key === part.fieldGroup)
    return group?.fields.map(({ key }) => [key, content.fields[key] ?? ''])
  }
  if (part.kind === 'SAMPLE_MESSAGES') return content.samples.map(({ text }) => text)
  if (part.kind === 'DOCUMENT') {
    const row = content.rows.find(({ id }) => id === part.documentId)
    return [row?.kind, row?.pages.map(({ fileId }) => fileId)]
  }
  const { text, source, isOnBehalf } = content.signatures.find(({ id }) => id === part.senderSignatureId) ?? {}
  return [text, source, isOnBehalf]
}

type Part = { kind: string; fieldGroup: string | null; documentId: string | null; senderSignatureId: string | null }

/**
 * Checks whether everything that a submission carries over is exactly what was accepted, and whether it carries over
 * all that is still accepted.
 *
 * @returns how many parts are carried over
 */
export async function expectCarriedAsAccepted(qualificationId: string, revision: number): Promise<number> {
  const { kind, dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })
  const key = await dataKey(database(), dataKeyId)
  const submissions = await database().submission.findMany({
    where: { qualificationId, revision: { lte: revision } },
    include: { parts: true },
  })
  const contents = new Map<string, SubmissionContent>()
  const contentOf = async (submissionId: string) => {
    const known = contents.get(submissionId) ?? (await readContent(database(), kind, submissionId, key))
    contents.set(submissionId, known)
    return known
  }
  const parts = submissions.flatMap((submission) => submission.parts)
  const carried = parts.filter((part) => {
    return part.carriedFromId !== null && submissions.find(({ id }) => id === part.submissionId)?.revision === revision
  })
  for (const part of carried) {
    const judged = parts.find(({ id }) => id === part.carriedFromId)
    if (!judged) throw new Error(`${part.id} is carried from nowhere`)
    const [now, then] = [await contentOf(part.submissionId), await contentOf(judged.submissionId)]
    expect(shownBy(part, now), `${part.kind} of ${qualificationId}`).toEqual(shownBy(judged, then))
  }
  return carried.length
}
