import type { DocumentKind, Mend, Outcome, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import type { DraftContent } from '@/lib/rulebook/answers'
import type { ToldReason } from '@/lib/rulebook/reasons'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { type Task, taskOfGroup, taskOfSlot } from './tasks'

/** A part of the last round that was refused, and what the applicant is told about it. */
export type Refusal = {
  /** The page on which it is mended. */
  task: Task
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** The sender signature that it is, or whose evidence it is: its text as it was handed in. */
  signatureText: string | null
  /** That signature in the draft, while it is still in it. */
  senderSignatureId: string | null
  reasons: ToldReason[]
  mend: Mend | null
  mendField: string | null
  note: string | null
}

export type Round = { outcome: Outcome; decidedAt: Date; revision: number; refusals: Refusal[] }

type Files = { kind: DocumentKind; senderSignatureId: string | null; pages: { fileId: string }[] }[]
type Content = DraftContent & { rows: Files }

/** Where a part is mended. */
export function taskOfPart(
  of: QualificationKind,
  { kind, fieldGroup, documentKind }: Pick<Refusal, 'kind' | 'fieldGroup' | 'documentKind'>,
): Task {
  if (kind === 'FIELDS') return taskOfGroup(of, fieldGroup ?? '')
  return documentKind ? taskOfSlot(documentKind) : 'signatures'
}

/** The id that a signature of the last round has in the draft: by its text, for ids are new in each revision. */
export function signatureIn(draft: DraftContent, text: string | null): string | null {
  return draft.signatures.find((signature) => signature.text === text)?.id ?? null
}

/** Whether something that the refusal is about has been changed since: what then still is wrong, the next review says. */
export function isMended(rules: KindRules, refusal: Refusal, before: Content, now: Content): boolean {
  const { kind, documentKind, senderSignatureId } = refusal
  switch (kind) {
    case 'FIELDS': {
      const fields = rules.groups.find(({ key }) => key === refusal.fieldGroup)?.fields ?? []
      return fields.some(({ key }) => before.fields[key] !== now.fields[key])
    }
    case 'SAMPLE_MESSAGES':
      return textsOf(before.samples) !== textsOf(now.samples)
    case 'SENDER_SIGNATURE':
      return senderSignatureId === null || signatureState(before, refusal) !== signatureState(now, refusal)
    case 'DOCUMENT': {
      const slot = rules.documents.find((candidate) => candidate.kind === documentKind)
      const isFieldChanged = slot?.restsOn.some((key) => before.fields[key] !== now.fields[key]) ?? false
      return filesOf(before, refusal) !== filesOf(now, refusal) || (refusal.mend === 'FIELD' && isFieldChanged)
    }
  }
}

const textsOf = (rows: readonly { text: string }[]): string => JSON.stringify(rows.map(({ text }) => text))

/** A signature is mended by another source or other evidence, too. */
function signatureState(content: Content, { signatureText }: Refusal): string {
  const source = content.signatures.find(({ text }) => text === signatureText)?.source
  return `${source} ${filesOf(content, { documentKind: 'SIGNATURE_EVIDENCE', signatureText })}`
}

function filesOf(
  content: Content,
  { documentKind, signatureText }: Pick<Refusal, 'documentKind' | 'signatureText'>,
): string {
  const signatureId = signatureIn(content, signatureText)
  const document = content.rows.find((row) => row.kind === documentKind && row.senderSignatureId === signatureId)
  return document?.pages.map(({ fileId }) => fileId).join() ?? ''
}
