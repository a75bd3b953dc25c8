import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import type { Tx } from '@/lib/db/client'
import { currentLetterVersion } from '@/lib/letters/registry'
import { rulebookOf } from '@/lib/rulebook/registry'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readContent } from './content'
import { sealedField, sealedSample, sealedSignature } from './sealed'

/**
 * Reopens what was handed in as the next revision, filled from the last one: values sealed anew for their new rows, the
 * same files in new slots. It is judged by the rules it was begun under, and asks for the letter that is current. The
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
  const { count } = await tx.qualification.updateMany({
    where: { id: qualificationId, revision: last.revision },
    data: { revision },
  })
  if (count !== 1) throw new DomainError('CONFLICT', 'Another revision was begun', { subjectId: qualificationId })

  const submissionId = newId()
  const { rulebookVersion } = last
  const letterVersion = await currentLetterVersion(tx)
  await tx.submission.create({ data: { id: submissionId, qualificationId, revision, rulebookVersion, letterVersion } })
  const key = await dataKey(tx, dataKeyId)
  const content = await readContent(tx, kind, last.id, key)

  const rules = rulesFor(await rulebookOf(rulebookVersion, tx), kind).groups.flatMap(({ fields }) => fields)
  for (const rule of rules) {
    const value = content.fields[rule.key]
    if (value) await tx.declaredField.create({ data: await sealedField(key, submissionId, rule, value) })
  }
  const samples = content.samples.map((sample, position) =>
    sealedSample(key, submissionId, { ...sample, id: newId() }, position),
  )
  await tx.sampleMessage.createMany({ data: samples })
  const newSignatureIds = new Map(content.signatures.map(({ id }) => [id, newId()]))
  for (const [position, signature] of content.signatures.entries()) {
    const id = newSignatureIds.get(signature.id) ?? newId()
    await tx.senderSignature.create({ data: await sealedSignature(key, submissionId, { ...signature, id }, position) })
  }
  for (const { kind: documentKind, senderSignatureId, pages } of content.rows) {
    await tx.document.create({
      data: {
        submissionId,
        kind: documentKind,
        senderSignatureId: senderSignatureId && (newSignatureIds.get(senderSignatureId) ?? null),
        pages: { createMany: { data: pages.map(({ fileId, position }) => ({ fileId, position })) } },
      },
    })
  }
  return { submissionId, revision }
}
