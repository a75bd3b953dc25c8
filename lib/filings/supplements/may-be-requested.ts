import type { DocumentKind } from '@/lib/db/generated/enums'
import type { KindRules } from '@/lib/rulebook/rulebook'

/**
 * Returns the kinds of documents that can be requested after the approval. Evidence of a sender signature is not among
 * them: it belongs to a signature of the submission, and what answers a request belongs to none.
 */
export const mayBeRequested = ({ documents }: Pick<KindRules, 'documents'>): DocumentKind[] =>
  documents.filter(({ eachSignature }) => !eachSignature).map(({ kind }) => kind)
