import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import { currentLetterVersion } from '@/lib/letters/registry'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent } from './content'
import { fillFrom } from './fill-from'

/**
 * Reopens what was handed in as the next revision, filled from the last one. It is judged by the rules it was begun under, and asks for the letter that is current. The
 * caller's UPDATE of the qualification has locked it.
 *
 * @throws DomainError CONFLICT when the newest submission is not one that was handed in
 */
export async function beginNextRevision(
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
  const { rulebookVersion } = last
  const letterVersion = await currentLetterVersion(tx)
  await tx.submission.create({ data: { id: submissionId, qualificationId, revision, rulebookVersion, letterVersion } })
  const key = await dataKey(tx, dataKeyId)
  const content = await readContent(tx, kind, last.id, key)
  const rules = rulesFor(await rulebookOf(rulebookVersion, tx), kind)
  await fillFrom(tx, { submissionId, key, rules, content, isNextRevision: true })
  return { submissionId, revision }
}
