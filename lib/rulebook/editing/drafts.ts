import 'server-only'
import { DomainError } from '@/lib/core/errors'
import type { Reader, Tx } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { RuleKind } from '@/lib/db/generated/enums'
import { checkContent, type RuleContents } from './contents'
import type { RuleProblem } from './problems'

/**
 * Returns a draft in the state that a person saw or, without `edits`, in its current state.
 *
 * @throws DomainError NOT_FOUND when there is no such draft, INVALID_STATE when it is published, CONFLICT when it was
 * changed since
 */
export async function findDraft(reader: Reader, { draftId, edits }: { draftId: string; edits: number | null }) {
  const found = await reader.ruleVersion.findUnique({ where: { id: draftId } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such draft')
  if (found.status !== 'DRAFT') throw new DomainError('INVALID_STATE', 'Published', { subjectId: draftId })
  if (edits !== null && found.edits !== edits) throw changedSince(draftId)
  return found
}

export const changedSince = (draftId: string) =>
  new DomainError('CONFLICT', 'Changed since they looked at it', { subjectId: draftId })

/**
 * Returns a content that is valid and may be stored.
 *
 * @throws DomainError INVALID_INPUT with the problem and its place
 */
export function soundContent<K extends RuleKind>(kind: K, subjectId: string, given: unknown): RuleContents[K] {
  const { content, problem } = checkContent(kind, given)
  if (problem) throw unsound(subjectId, problem)
  return content
}

export function unsound(subjectId: string, { code, at }: RuleProblem): DomainError {
  return new DomainError('INVALID_INPUT', `${code} ${at}`, { subjectId, params: { problem: code, at } })
}

/** Changes a draft, if it is unchanged since it was seen. Of several concurrent changes, one succeeds. */
export async function updateDraft(
  tx: Tx,
  { draftId: id, edits }: { draftId: string; edits: number },
  data: Prisma.RuleVersionUncheckedUpdateManyInput,
): Promise<void> {
  const { count } = await tx.ruleVersion.updateMany({ where: { id, status: 'DRAFT', edits }, data })
  if (count !== 1) throw changedSince(id)
}

/** Returns a content in the type of the column. */
export const asJson = (content: RuleContents[RuleKind]) => content as unknown as Prisma.InputJsonValue
