import type { FindingCode, PictureDoubt, ShownSeverity, SignatureSource } from '@/lib/db/generated/enums'
import type { SubmissionContent } from '@/lib/qualifications/content'
import type { DraftContent } from '@/lib/rulebook/answers'
import type { FilePlace } from '@/lib/rulebook/file-places'
import { requiredGroups } from '@/lib/rulebook/required-slots'
import type { PlannedPart } from '@/lib/rulebook/requirements'
import type { FieldRule, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { SIGNATURES } from './decisions/correctable'

export type ReviewFile = {
  id: string
  width: number
  height: number
  pageCount: number
  /** Lists what the applicant's browser doubted in the picture, which they used anyway. */
  doubts: PictureDoubt[]
  /** Says whether it came through the link to a letter, and the applicant confirmed it. */
  isForwarded: boolean
}

export type ReviewSignature = { id: string; text: string; source: SignatureSource; isOnBehalf: boolean }

export type DeclaredAnswer = { key: string; type: FieldRule['type']; value: string; isSensitive: boolean }

/** The content of a part, and what it is compared with. */
export type ShownPart = {
  /** The sender signature that it is, or whose evidence it is. */
  signature: ReviewSignature | null
  /** The signatures that the picture is compared with. */
  signatures: ReviewSignature[]
  answers: DeclaredAnswer[]
  files: ReviewFile[]
  samples: string[]
}

/** Describes what the applicant was shown about a part before they submitted it. */
export type ShownFinding = {
  code: FindingCode
  severity: ShownSeverity
  /** The field that it is about. */
  field: string | null
  /** The sample message that it is about, from 1. */
  sample: number | null
  /** The pages of its files that it is about, where those are of a letter and have several. */
  filePlaces?: readonly FilePlace[]
}

export type FindingRow = Omit<ShownFinding, 'sample' | 'filePlaces'>

/** @param sampleIds the ids of the submission's sample messages, in their order */
export function shownFinding({ code, severity, field }: FindingRow, sampleIds: readonly string[]): ShownFinding {
  const sample = field === null ? 0 : sampleIds.indexOf(field) + 1
  return { code, severity, field: sample > 0 ? null : field, sample: sample > 0 ? sample : null }
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
  return requiredGroups(rulebook, content).flatMap((group) =>
    group.fields
      .filter((field) => isOfIt(field, group.key))
      .map(({ key, type, sensitive }) => ({ key, type, value: content.fields[key] ?? '', isSensitive: sensitive })),
  )
}

function filesOf(content: SubmissionContent, part: PlannedPart & { kind: 'DOCUMENT' }): ReviewFile[] {
  const row = content.rows.find(
    ({ kind, senderSignatureId }) => kind === part.documentKind && senderSignatureId === part.senderSignatureId,
  )
  return (row?.pages ?? []).map(({ file: { id, width, height, pageCount, doubts, isForwarded } }) => ({
    ...{ id, width, height, pageCount, doubts, isForwarded },
  }))
}
