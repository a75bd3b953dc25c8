import type { DocumentKind, Mend, Outcome, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import type { ToldReason } from '@/lib/rulebook/reasons'
import { type Task, taskOfGroup, taskOfSlot } from './tasks'

/** A part of the last round that was refused, and what the applicant is told about it. */
export type Refusal = {
  partId: string
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

/** Where a part is mended. */
export function taskOfPart(
  of: QualificationKind,
  { kind, fieldGroup, documentKind }: Pick<Refusal, 'kind' | 'fieldGroup' | 'documentKind'>,
): Task {
  if (kind === 'FIELDS') return taskOfGroup(of, fieldGroup ?? '')
  return documentKind ? taskOfSlot(documentKind) : 'signatures'
}
