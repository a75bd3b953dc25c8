import type { DocumentKind, PartKind, SignatureSource } from '@/lib/db/generated/enums'
import type { SubmissionContent } from '@/lib/qualifications/content'
import type { DraftContent } from '@/lib/rulebook/answers'
import { askedGroups } from '@/lib/rulebook/asked'
import type { PlannedPart } from '@/lib/rulebook/requirements'
import type { FieldRule, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { SIGNATURES } from './mendable'

export type ReviewFile = { id: string; width: number; height: number; pageCount: number }

export type ReviewSignature = { id: string; text: string; source: SignatureSource; isOnBehalf: boolean }

export type DeclaredAnswer = { key: string; type: FieldRule['type']; value: string; isSensitive: boolean }

/** What stands in a part, and what it is held against. */
export type ShownPart = {
  /** The sender signature that it is, or whose evidence it is. */
  signature: ReviewSignature | null
  /** Those that the picture is compared with. */
  signatures: ReviewSignature[]
  answers: DeclaredAnswer[]
  files: ReviewFile[]
  samples: string[]
}

export type PartRow = {
  kind: PartKind
  fieldGroup: string | null
  senderSignatureId: string | null
  document: { kind: DocumentKind; senderSignatureId: string | null } | null
}

/** A part as the rules plan it. */
export function plannedPart({ kind, fieldGroup, senderSignatureId, document }: PartRow): PlannedPart {
  if (kind === 'FIELDS') return { kind, fieldGroup: fieldGroup ?? '' }
  if (kind === 'SENDER_SIGNATURE') return { kind, senderSignatureId: senderSignatureId ?? '' }
  if (kind === 'SAMPLE_MESSAGES') return { kind }
  if (!document) throw new Error('A document without its kind')
  return { kind, documentKind: document.kind, senderSignatureId: document.senderSignatureId }
}

export function shownPart(rulebook: Rulebook, content: SubmissionContent, part: PlannedPart): ShownPart {
  const slot =
    part.kind === 'DOCUMENT'
      ? rulesFor(rulebook, content.kind).documents.find(({ kind }) => kind === part.documentKind)
      : undefined
  const restsOn = new Set(slot?.restsOn)
  const signatureId = 'senderSignatureId' in part ? part.senderSignatureId : null
  const group = part.kind === 'FIELDS' ? part.fieldGroup : null
  return {
    signature: content.signatures.find(({ id }) => id === signatureId) ?? null,
    signatures: restsOn.has(SIGNATURES) ? content.signatures : [],
    answers: answersOf(rulebook, content, ({ key }, ofGroup) => ofGroup === group || restsOn.has(key)),
    files: part.kind === 'DOCUMENT' ? filesOf(content, part) : [],
    samples: part.kind === 'SAMPLE_MESSAGES' ? content.samples.map(({ text }) => text) : [],
  }
}

function answersOf(
  rulebook: Rulebook,
  content: DraftContent,
  isOfIt: (field: FieldRule, group: string) => boolean,
): DeclaredAnswer[] {
  return askedGroups(rulebook, content).flatMap((group) =>
    group.fields
      .filter((field) => isOfIt(field, group.key))
      .map(({ key, type, sensitive }) => ({ key, type, value: content.fields[key] ?? '', isSensitive: sensitive })),
  )
}

function filesOf(content: SubmissionContent, part: PlannedPart & { kind: 'DOCUMENT' }): ReviewFile[] {
  const row = content.rows.find(
    ({ kind, senderSignatureId }) => kind === part.documentKind && senderSignatureId === part.senderSignatureId,
  )
  return (row?.pages ?? []).map(({ file: { id, width, height, pageCount } }) => ({
    id,
    width,
    height,
    pageCount,
  }))
}
