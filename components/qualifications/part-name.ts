import type { Refusal } from '@/lib/qualifications/refusals'

/** Returns the page, and the place on it, where a refused part is corrected. */
export function correctionPath(qualificationId: string, refusal: Refusal): string {
  const page = `/qualifications/${qualificationId}/${refusal.task}`
  const { kind, documentKind, senderSignatureId, correctionField } = refusal
  if (kind === 'DOCUMENT' && documentKind) return `${page}#${slotId(documentKind, senderSignatureId)}`
  return correctionField ? `${page}#${correctionField}` : page
}

/** Returns the id of a slot's element on its page. */
export const slotId = (kind: string, senderSignatureId: string | null): string =>
  senderSignatureId ? `${kind}-${senderSignatureId}` : kind
