import 'server-only'
import type { Actor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { isEditable } from './lifecycle'
import { isOwn, visibleTo } from './policy'

/**
 * The open submission of a qualification that the actor may write to, as it was read: nothing is locked yet.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function findDraft(reader: Reader, actor: Actor, id: string) {
  const found = await reader.qualification.findFirst({
    where: { AND: [{ id }, visibleTo(actor)] },
    include: { submissions: { orderBy: { revision: 'desc' }, take: 1 } },
  })
  if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
  if (!isOwn(actor, found)) throw new DomainError('FORBIDDEN', 'Not of their account', { subjectId: id })
  const { submissions, ...qualification } = found
  const [submission] = submissions
  if (!isEditable(found.status) || submission?.submittedAt !== null) {
    throw new DomainError('INVALID_STATE', `Nothing can be written while it is ${found.status}`, { subjectId: id })
  }
  const rulebook = await rulebookOf(submission.rulebookVersion, reader)
  return { qualification, submission, rulebook, rules: rulesFor(rulebook, found.kind) }
}

export type Draft = Awaited<ReturnType<typeof findDraft>>

/**
 * Locks a draft against every other writer, if it is still what was read. Always the qualification first and then its
 * submission, so that no two verbs wait for each other.
 *
 * @throws DomainError CONFLICT
 */
export async function lockDraft(tx: Tx, { qualification: { id, status, revision }, submission }: Draft): Promise<void> {
  const qualifications = await tx.$queryRaw<unknown[]>`
    SELECT FROM qualifications
    WHERE id = ${id}::uuid AND status = ${status}::"QualificationStatus" AND revision = ${revision}
    FOR UPDATE`
  const submissions =
    qualifications.length === 1
      ? await tx.$queryRaw<unknown[]>`
    SELECT FROM submissions WHERE id = ${submission.id}::uuid AND submitted_at IS NULL FOR UPDATE`
      : []
  if (submissions.length !== 1) throw new DomainError('CONFLICT', 'It went on since it was read', { subjectId: id })
}

/** Marks a locked draft as changed. Returns its new version. */
export async function touchDraft(tx: Tx, { submission: { id }, qualification }: Draft): Promise<number> {
  const { draftVersion } = await tx.submission.update({
    where: { id },
    data: { draftVersion: { increment: 1 } },
    select: { draftVersion: true },
  })
  // When it was last worked on: by this the clock tells and lapses what was left.
  await tx.$executeRaw`UPDATE qualifications SET updated_at = clock_timestamp() WHERE id = ${qualification.id}::uuid`
  return draftVersion
}
