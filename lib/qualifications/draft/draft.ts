import 'server-only'
import type { Actor, PhoneActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import { Prisma, type Qualification, type Submission } from '@/lib/db/generated/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { isEditable } from '../lifecycle'
import { isOwn, isVisibleTo } from '../policy'

/**
 * Returns the open submission of a qualification that the actor may write to. It locks nothing.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function findDraft(reader: Reader, actor: Actor, id: string) {
  const found = await readNewest(reader, actor, id)
  const isVisible = found && isVisibleTo(actor, { ...found.qualification, ...found.account })
  if (!isVisible) throw new DomainError('NOT_FOUND', 'No such qualification')
  const { qualification, submission } = found
  if (!isOwn(actor, qualification)) throw new DomainError('FORBIDDEN', 'Not of their account', { subjectId: id })
  const { status, kind } = qualification
  if (!isEditable(status) || submission.submittedAt !== null) {
    throw new DomainError('INVALID_STATE', `Nothing can be written while it is ${status}`, { subjectId: id })
  }
  const rulebook = await rulebookOf(submission.rulebookVersion, reader)
  return { qualification, submission, rulebook, rules: rulesFor(rulebook, kind) }
}

type Newest = Pick<Submission, 'rulebookVersion' | 'letterVersion' | 'draftVersion' | 'createdAt' | 'submittedAt'>

type NewestRow = Newest &
  Pick<Qualification, 'id' | 'reference' | 'kind' | 'status' | 'accountId' | 'dataKeyId' | 'renewsId' | 'revision'> &
  Pick<Qualification, 'firstSubmittedAt'> & {
    isTest: boolean
    isMember: boolean
    submissionId: string
    submissionRevision: number
  }

/**
 * Reads a qualification with its newest submission in one statement, and of its account whether it is a test, and
 * whether the actor is a member at that moment, since an upload may take longer than they stay one. The caller decides
 * whether they may see it.
 *
 * @returns null when there is none
 */
export async function readNewest(reader: Reader, actor: Pick<Actor | PhoneActor, 'id'>, id: string) {
  const [row] = await reader.$queryRaw<NewestRow[]>`
    SELECT q.id::text, q.reference, q.kind::text, q.status::text, q.account_id::text AS "accountId",
      q.data_key_id::text AS "dataKeyId", q.renews_id::text AS "renewsId", q.revision,
      q.first_submitted_at AS "firstSubmittedAt", a.is_test AS "isTest", s.id::text AS "submissionId", s.revision AS "submissionRevision",
      s.rulebook_version AS "rulebookVersion", s.letter_version AS "letterVersion", s.draft_version AS "draftVersion",
      s.created_at AS "createdAt", s.submitted_at AS "submittedAt",
      EXISTS (SELECT FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = ${actor.id}::uuid) AS "isMember"
    FROM qualifications q JOIN submissions s ON s.qualification_id = q.id JOIN accounts a ON a.id = q.account_id
    WHERE q.id = ${id}::uuid ORDER BY s.revision DESC LIMIT 1`
  if (!row) return null
  const {
    submissionId,
    submissionRevision,
    rulebookVersion,
    letterVersion,
    draftVersion,
    createdAt,
    submittedAt,
    isMember,
    isTest,
    ...rest
  } = row
  const versions: Newest = { rulebookVersion, letterVersion, draftVersion, createdAt, submittedAt }
  return {
    qualification: rest,
    submission: { id: submissionId, revision: submissionRevision, ...versions },
    account: { isMember, isTest },
  }
}

/** Describes what files are uploaded for: an open submission, or a request for more after the approval. */
export type Draft = Awaited<ReturnType<typeof findDraft>> & { supplement?: { id: string } }

/**
 * Locks a draft against every other writer, if it is unchanged since it was read: always the qualification first and
 * then its submission, so that no two verbs wait for each other.
 *
 * @throws DomainError CONFLICT
 */
export async function lockDraft(tx: Tx, draft: Draft): Promise<void> {
  const { submission, supplement } = draft
  const { id, status, revision } = draft.qualification
  const written = supplement
    ? Prisma.sql`supplements w ON w.submission_id = ${submission.id}::uuid AND w.id = ${supplement.id}::uuid AND w.state = 'OPEN'`
    : Prisma.sql`submissions w ON w.qualification_id = q.id AND w.id = ${submission.id}::uuid AND w.submitted_at IS NULL`
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT FROM qualifications q JOIN ${written}
    WHERE q.id = ${id}::uuid AND q.status = ${status}::"QualificationStatus" AND q.revision = ${revision}
    FOR UPDATE OF q, w`
  if (locked.length !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })
}

/** Names the state of a draft: what was written to it since is another version. */
export type DraftVersion = Pick<Submission, 'revision' | 'draftVersion'>

/**
 * Refuses to change a locked draft that isn't as it was read.
 *
 * @throws DomainError CONFLICT
 */
export async function requireVersion(tx: Tx, { submission, qualification }: Draft, at: DraftVersion): Promise<void> {
  const { id, revision } = submission
  const { draftVersion } = await tx.submission.findUniqueOrThrow({ where: { id }, select: { draftVersion: true } })
  if (revision !== at.revision || draftVersion !== at.draftVersion) {
    throw new DomainError('CONFLICT', 'Changed since they read it', { subjectId: qualification.id })
  }
}

/**
 * Returns what marks a locked draft as changed, for a statement that writes something else too: `touched` has one row,
 * with its new version. A request's submission is frozen, and no form shows a version of it.
 */
export const draftTouch = ({ submission, qualification, supplement }: Draft): Prisma.Sql =>
  supplement
    ? Prisma.sql`touched AS (SELECT 0 AS "draftVersion")`
    : Prisma.sql`
  touched AS (
    UPDATE submissions SET draft_version = draft_version + 1 WHERE id = ${submission.id}::uuid
    RETURNING draft_version AS "draftVersion"
  ), touched_qualification AS (
    -- The daily jobs remind of drafts and lapse them by this time.
    UPDATE qualifications SET updated_at = clock_timestamp() WHERE id = ${qualification.id}::uuid
  )`

/** Marks a locked draft as changed. Returns its new version. */
export async function touchDraft(tx: Tx, draft: Draft): Promise<number> {
  const [touched] = await tx.$queryRaw<[{ draftVersion: number }]>`
    WITH ${draftTouch(draft)} SELECT "draftVersion" FROM touched`
  return touched.draftVersion
}
