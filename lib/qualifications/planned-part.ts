import type { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import type { PlannedPart } from '@/lib/rulebook/requirements'

/** Describes a part as its row stores it. */
export type PartRow = {
  kind: PartKind
  fieldGroup: string | null
  senderSignatureId: string | null
  document: { kind: DocumentKind; senderSignatureId: string | null } | null
}

/** Returns a part in the form in which the rules plan it. */
export function plannedPart({ kind, fieldGroup, senderSignatureId, document }: PartRow): PlannedPart {
  if (kind === 'FIELDS') return { kind, fieldGroup: fieldGroup ?? '' }
  if (kind === 'SENDER_SIGNATURE') return { kind, senderSignatureId: senderSignatureId ?? '' }
  if (kind === 'SAMPLE_MESSAGES') return { kind }
  if (!document) throw new Error('A document without its kind')
  return { kind, documentKind: document.kind, senderSignatureId: document.senderSignatureId }
}
