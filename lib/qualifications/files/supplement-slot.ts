import type { DocumentKind } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import type { DocumentSlot } from '@/lib/rulebook/rulebook'

/** A request has room for as many files. */
const MOST_FILES = 5

/** Returns the slot of a request for more after the approval, by the limits of its kind. */
export const supplementSlot = (kind: DocumentKind): DocumentSlot => ({
  ...factsOf(kind).limits,
  ...{ kind, min: 1, max: MOST_FILES, restsOn: [] },
})
