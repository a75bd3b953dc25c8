import 'server-only'
import { newId } from '@/lib/core/ids'
import type { Tx } from '@/lib/db/client'
import type { KindRules } from '@/lib/rulebook/rulebook'
import type { DocumentRow, SubmissionContent } from '../content'
import { sealedField, sealedSample, sealedSignature } from '../sealed'

type Filling = {
  /** The empty submission, the key of its qualification, and the rules that it is started under. */
  submissionId: string
  key: Uint8Array
  rules: KindRules
  content: SubmissionContent
  /** Says whether its signatures refer to those that they are copied from. */
  isNextRevision: boolean
  /** Selects the documents to copy; all by default. */
  takes?: (document: DocumentRow) => boolean
}

/**
 * Fills a submission from another: values are sealed again for their new rows, and the same files are in new slots.
 * What these rules no longer require is left out.
 */
export async function fillFrom(
  tx: Tx,
  { submissionId, key, rules, content, isNextRevision, takes = () => true }: Filling,
): Promise<void> {
  const fields = rules.groups
    .flatMap((group) => group.fields)
    .filter((rule) => content.fields[rule.key] && (isNextRevision || !rule.filledFrom))
    .map((rule) => sealedField(key, submissionId, rule, content.fields[rule.key] ?? ''))
  await tx.declaredField.createMany({ data: await Promise.all(fields) })
  await tx.sampleMessage.createMany({
    data: content.samples.map((sample, position) => {
      return sealedSample(key, submissionId, { ...sample, id: newId() }, position)
    }),
  })
  const newIds = new Map(content.signatures.map(({ id }) => [id, newId()]))
  const signatures = content.signatures.map(async (signature, position) => {
    const id = newIds.get(signature.id) ?? newId()
    const row = await sealedSignature(key, submissionId, { ...signature, id }, position)
    return { ...row, previousId: isNextRevision ? signature.id : null }
  })
  await tx.senderSignature.createMany({ data: await Promise.all(signatures) })
  const kinds = new Set(rules.documents.map(({ kind }) => kind))
  const taken = content.rows.filter((row) => row.pages.length > 0 && kinds.has(row.kind) && takes(row))
  for (const { kind, senderSignatureId, pages } of taken) {
    await tx.document.create({
      data: {
        submissionId,
        kind,
        senderSignatureId: senderSignatureId && (newIds.get(senderSignatureId) ?? null),
        pages: { createMany: { data: pages.map(({ fileId, position }) => ({ fileId, position })) } },
      },
    })
  }
}
