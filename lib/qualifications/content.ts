import 'server-only'
import { open } from '@/lib/crypto/fields'
import type { Reader } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import type { DraftSignature } from './changes'
import { fieldPlace, samplePlace, signaturePlace } from './sealed'

const INCLUDE = {
  fields: { orderBy: { key: 'asc' } },
  signatures: { orderBy: { position: 'asc' } },
  samples: { orderBy: { position: 'asc' } },
  documents: {
    orderBy: { id: 'asc' },
    include: { pages: { orderBy: [{ position: 'asc' }, { fileId: 'asc' }], include: { file: true } } },
  },
} satisfies Prisma.SubmissionInclude

type Row = Prisma.SubmissionGetPayload<{ include: typeof INCLUDE }>

/** A document with its pages in order, and their files. */
export type DocumentRow = Row['documents'][number]

/** A submission opened: what the rules read, and the documents with their files. */
export type SubmissionContent = Omit<DraftContent, 'signatures'> & {
  signatures: DraftSignature[]
  rows: DocumentRow[]
}

/** @param key of its qualification, unwrapped */
export async function readContent(
  reader: Reader,
  kind: QualificationKind,
  submissionId: string,
  key: Uint8Array,
): Promise<SubmissionContent> {
  const row = await reader.submission.findUniqueOrThrow({ where: { id: submissionId }, include: INCLUDE })
  return {
    kind,
    fields: Object.fromEntries(
      row.fields.map((field) => [field.key, open(key, fieldPlace(submissionId, field.key), field.valueSealed)]),
    ),
    signatures: row.signatures.map(({ textSealed, ...signature }) => ({
      id: signature.id,
      source: signature.source,
      isOnBehalf: signature.isOnBehalf,
      previousId: signature.previousId,
      text: open(key, signaturePlace(signature.id), textSealed),
    })),
    samples: row.samples.map(({ id, textSealed }) => ({ id, text: open(key, samplePlace(id), textSealed) })),
    documents: row.documents.map(({ kind, senderSignatureId, pages }) => ({
      kind,
      senderSignatureId,
      fileCount: pages.length,
    })),
    rows: row.documents,
  }
}
