import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent } from '../content'
import { fillFrom } from './fill-from'

/**
 * Reopens a submission as the next revision, filled from the last one. It is judged by the rules that it was started
 * under, and stays with its letters while their text is accepted. The caller's UPDATE of the qualification has locked
 * it.
 *
 * @throws DomainError CONFLICT when the newest revision was not submitted
 */
export async function startNextRevision(
  tx: Tx,
  qualificationId: string,
): Promise<{ submissionId: string; revision: number }> {
  const { kind, dataKeyId, submissions } = await tx.qualification.findUniqueOrThrow({
    where: { id: qualificationId },
    include: { submissions: { orderBy: { revision: 'desc' }, take: 1 } },
  })
  const [last] = submissions
  if (!last?.submittedAt) throw new DomainError('CONFLICT', 'It is open already', { subjectId: qualificationId })
  const revision = last.revision + 1
  await tx.qualification.update({ where: { id: qualificationId }, data: { revision } })

  const submissionId = newId()
  const { rulebookVersion, letterVersion } = last
  await tx.submission.create({ data: { id: submissionId, qualificationId, revision, rulebookVersion, letterVersion } })
  const key = await dataKey(tx, dataKeyId)
  const content = await readContent(tx, kind, last.id, key)
  const rules = rulesFor(await rulebookOf(rulebookVersion, tx), kind)
  await fillFrom(tx, { submissionId, key, rules, content, isNextRevision: true })
  return { submissionId, revision }
}
