import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { dataKeyIfKept } from '@/lib/crypto/data-keys'
import { transaction } from '@/lib/db/client'
import { readContent } from '@/lib/qualifications/content'
import { visibleTo } from '@/lib/qualifications/policy'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { ClaimInput } from './schemas'
import { answersOf } from './story-declared'

/**
 * The sensitive values of what was handed in last, unmasked. That someone saw them is an event: which values, never what
 * they say.
 *
 * @returns by field key
 * @throws DomainError NOT_FOUND, FORBIDDEN
 */
export async function showDeclared(
  actor: PersonActor,
  { qualificationId: id }: ClaimInput,
): Promise<Record<string, string>> {
  return transaction(async (tx) => {
    const submission = await tx.submission.findFirst({
      where: { submittedAt: { not: null }, qualification: { AND: [{ id }, visibleTo(actor)] } },
      orderBy: { revision: 'desc' },
      include: { qualification: { select: { kind: true, dataKeyId: true } } },
    })
    if (!submission) throw new DomainError('NOT_FOUND', 'No such qualification')
    if (!can(actor, 'qualification.read')) throw new DomainError('FORBIDDEN', 'Not theirs to read', { subjectId: id })

    const { kind, dataKeyId } = submission.qualification
    const key = await dataKeyIfKept(tx, dataKeyId)
    if (!key) throw new DomainError('NOT_FOUND', 'Erased', { subjectId: id })
    const content = await readContent(tx, kind, submission.id, key)
    const answers = answersOf(await rulebookOf(submission.rulebookVersion, tx), content)
      .flatMap(({ answers }) => answers)
      .filter(({ isSensitive, value }) => isSensitive && value !== '')
    const data = { revision: submission.revision, fields: answers.map(({ key }) => key) }
    const event = { action: 'qualification.declared_shown', subjectId: id, data } as const
    await recordAudit(tx, actor, event, { using: 'qualification.read' })
    return Object.fromEntries(answers.map(({ key, value }) => [key, value]))
  })
}
