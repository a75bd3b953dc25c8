import type { DocumentKind } from '@/lib/db/generated/enums'
import { type Example, factsOf } from '@/lib/rulebook/document-kinds'
import type { Shape } from './picture-checks'

const SHAPES: Readonly<Record<Example, Shape | null>> = {
  ID_PORTRAIT: 'CARD',
  ID_EMBLEM: 'CARD',
  ID_IN_HAND: 'PERSON',
  LICENCE: 'PAGE',
  EVIDENCE: null,
  LETTER_WITH_THUMBPRINT: 'PAGE',
  LETTER_WITH_SEAL: 'PAGE',
  AUTHORISATION: 'PAGE',
}

/** Returns what a document looks like in a picture; null where that is not known. */
export function shapeOf(kind: DocumentKind): Shape | null {
  const { example } = factsOf(kind)
  return example && SHAPES[example]
}
