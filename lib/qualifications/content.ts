import 'server-only'
import { type FieldPlace, open } from '@/lib/crypto/fields'
import type { Reader } from '@/lib/db/client'
import { Prisma, type StoredFile } from '@/lib/db/generated/client'
import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import type { DraftSignature } from './changes'
import { fieldPlace, samplePlace, signaturePlace } from './sealed'

/** Holds a document with its pages in order, and their files. */
export type DocumentRow = Slot & { pages: (Page & { file: DocumentFile })[] }

/** `isToReplace` says whether the next file of the slot replaces it, as the applicant chose. */
type Page = { fileId: string; position: number; isToReplace: boolean }

type Slot = { id: string; kind: DocumentKind; senderSignatureId: string | null }

type DocumentFile = Pick<
  StoredFile,
  | 'id'
  | 'uploadedById'
  | 'uploadedByKeyId'
  | 'mediaType'
  | 'size'
  | 'sha256'
  | 'pageCount'
  | 'width'
  | 'height'
  | 'doubts'
  | 'createdAt'
> &
  Pick<StoredFile, 'isForwarded' | 'confirmedAt'>

/** Returns whether a file came through the link to a letter, and its applicant did not confirm it yet. */
export const isUnconfirmed = ({ isForwarded, confirmedAt }: Pick<StoredFile, 'isForwarded' | 'confirmedAt'>): boolean =>
  isForwarded && confirmedAt === null

/** Describes a file as a JSON value of the database holds it. */
type FileText = Omit<DocumentFile, 'sha256' | 'createdAt' | 'confirmedAt'> & {
  sha256: string
  createdAt: string
  confirmedAt: string | null
}

/** Describes a submission's content as its rows store it. Sealed values are in hex. */
export type StoredContent = {
  fields: { key: string; sealed: string }[]
  signatures: (Omit<DraftSignature, 'text'> & { sealed: string })[]
  samples: { id: string; sealed: string }[]
  documents: (Slot & { pages: (Page & { file: FileText })[] })[]
}

/**
 * Selects the content of the submission `s` as one value, so that a verb that needs more reads both in one statement.
 * What a carrier requested after the approval was not submitted.
 */
export const STORED_CONTENT = Prisma.sql`jsonb_build_object(
  'fields', ARRAY(
    SELECT jsonb_build_object('key', f.key, 'sealed', encode(f.value_sealed, 'hex'))
    FROM declared_fields f WHERE f.submission_id = s.id ORDER BY f.key),
  'signatures', ARRAY(
    SELECT jsonb_build_object('id', g.id, 'source', g.source, 'isOnBehalf', g.is_on_behalf,
      'previousId', g.previous_id, 'sealed', encode(g.text_sealed, 'hex'))
    FROM sender_signatures g WHERE g.submission_id = s.id ORDER BY g.position),
  'samples', ARRAY(
    SELECT jsonb_build_object('id', m.id, 'sealed', encode(m.text_sealed, 'hex'))
    FROM sample_messages m WHERE m.submission_id = s.id ORDER BY m.position),
  'documents', ARRAY(
    SELECT jsonb_build_object('id', d.id, 'kind', d.kind, 'senderSignatureId', d.sender_signature_id,
      'pages', ARRAY(
        SELECT jsonb_build_object('fileId', p.file_id, 'position', p.position, 'isToReplace', p.is_to_replace, 'file', jsonb_build_object(
          'id', o.id, 'uploadedById', o.uploaded_by_id, 'uploadedByKeyId', o.uploaded_by_key_id, 'mediaType', o.media_type, 'size', o.size,
          'sha256', encode(o.sha256, 'hex'), 'pageCount', o.page_count, 'width', o.width, 'height', o.height,
          'doubts', o.doubts, 'createdAt', o.created_at, 'isForwarded', o.is_forwarded, 'confirmedAt', o.confirmed_at))
        FROM document_pages p JOIN stored_files o ON o.id = p.file_id
        WHERE p.document_id = d.id ORDER BY p.position, p.file_id))
    FROM documents d WHERE d.submission_id = s.id AND d.supplement_id IS NULL ORDER BY d.id))`

/** Holds an opened submission: the content that rules read, and the documents with their files. */
export type SubmissionContent = Omit<DraftContent, 'signatures'> & {
  signatures: DraftSignature[]
  rows: DocumentRow[]
}

/** @param key the unwrapped key of its qualification */
export async function readContent(
  reader: Reader,
  kind: QualificationKind,
  submissionId: string,
  key: Uint8Array,
): Promise<SubmissionContent> {
  const [row] = await reader.$queryRaw<{ content: StoredContent }[]>`
    SELECT ${STORED_CONTENT} AS content FROM submissions s WHERE s.id = ${submissionId}::uuid`
  if (!row) throw new Error(`No submission ${submissionId}`)
  return openContent(kind, submissionId, key, row.content)
}

/** Opens what `STORED_CONTENT` selected. */
export function openContent(
  kind: QualificationKind,
  submissionId: string,
  key: Uint8Array,
  { fields, signatures, samples, documents }: StoredContent,
): SubmissionContent {
  const opened = (place: FieldPlace, sealed: string) => open(key, place, Buffer.from(sealed, 'hex'))
  return {
    kind,
    fields: Object.fromEntries(
      fields.map((field) => [field.key, opened(fieldPlace(submissionId, field.key), field.sealed)]),
    ),
    signatures: signatures.map(({ sealed, ...signature }) => ({
      ...signature,
      text: opened(signaturePlace(signature.id), sealed),
    })),
    samples: samples.map(({ id, sealed }) => ({ id, text: opened(samplePlace(id), sealed) })),
    documents: documents.map(({ kind, senderSignatureId, pages }) => ({
      kind,
      senderSignatureId,
      fileCount: pages.length,
    })),
    rows: documents.map(({ pages, ...slot }) => ({
      ...slot,
      pages: pages.map(({ file, ...page }) => ({ ...page, file: fileOf(file) })),
    })),
  }
}

const fileOf = ({ sha256, createdAt, confirmedAt, ...file }: FileText): DocumentFile => ({
  ...file,
  sha256: Buffer.from(sha256, 'hex'),
  createdAt: new Date(createdAt),
  confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
})
