import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { transaction } from '@/lib/db/client'
import { readContent } from '@/lib/qualifications/content'
import { visibleTo } from '@/lib/qualifications/policy'
import type { Declared } from './draft-schemas'

/**
 * Returns what the newest revision of a qualification declares, unmasked. Each call is an event, as a view by staff is:
 * which fields, not what they say.
 *
 * @throws DomainError NOT_FOUND, also once it was erased
 */
export async function readDeclared(client: ClientActor, id: string): Promise<Declared> {
  if (!client.scopes.includes('PERSONAL_READ'))
    throw new DomainError('FORBIDDEN', 'Not theirs to read', { subjectId: id })
  return transaction(async (tx) => {
    const submission = await tx.submission.findFirst({
      where: { qualification: { AND: [{ id }, visibleTo(client)] } },
      orderBy: { revision: 'desc' },
      include: { qualification: true },
    })
    if (!submission) throw new DomainError('NOT_FOUND', 'No such qualification')
    const { qualification, revision } = submission
    const key = await dataKeyIfStored(tx, qualification.dataKeyId)
    if (!key) throw new DomainError('NOT_FOUND', 'Erased', { subjectId: id })
    const content = await readContent(tx, qualification.kind, submission.id, key)
    const answers = Object.entries(content.fields).filter(([, value]) => value !== '')
    const data = { revision, fields: answers.map(([field]) => field) }
    await recordAudit(tx, client, { action: 'qualification.declared_read', subjectId: id, data })
    return {
      revision,
      answers: answers.map(([field, value]) => ({ field, value })),
      signatures: content.signatures.map(({ id, source, isOnBehalf, text }) => ({ id, source, isOnBehalf, text })),
      samples: content.samples.map(({ id, text }) => ({ id, text })),
    }
  })
}
