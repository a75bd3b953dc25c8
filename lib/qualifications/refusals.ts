import type { Turned } from '@/lib/checks/upright'
import type { Correction, DocumentKind, Outcome, PartKind, QualificationKind } from '@/lib/db/generated/enums'
import type { ShownReason } from '@/lib/rulebook/reasons'
import { type Task, taskOfField, taskOfGroup, taskOfSlot } from './draft/tasks'
import type { OutlinedPlace } from './outlined-place'

/** Describes a refused part of the last round, as the applicant sees it. */
export type Refusal = {
  partId: string
  /** Names the page on which it is corrected. */
  task: Task
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** Holds the submitted text of the sender signature that was refused, or whose evidence was. */
  signatureText: string | null
  /** Identifies that signature in the draft, while it is still in it. */
  senderSignatureId: string | null
  reasons: ShownReason[]
  correction: Correction | null
  correctionField: string | null
  note: string | null
  /** Holds the place on the picture that the reviewer outlined. */
  place: OutlinedPlace | null
  /** Degrees, clockwise, by which that picture is shown turned. */
  turned: Turned
}

export type Round = { outcome: Outcome; decidedAt: Date; revision: number; refusals: Refusal[] }

/** Returns the page on which a part is corrected. */
export function taskOfPart(
  of: QualificationKind,
  {
    kind,
    fieldGroup,
    documentKind,
    correctionField,
  }: Pick<Refusal, 'kind' | 'fieldGroup' | 'documentKind' | 'correctionField'>,
): Task {
  if (kind === 'FIELDS') {
    return correctionField ? taskOfField(of, fieldGroup ?? '', correctionField) : taskOfGroup(of, fieldGroup ?? '')
  }
  return documentKind ? taskOfSlot(documentKind) : 'signatures'
}
