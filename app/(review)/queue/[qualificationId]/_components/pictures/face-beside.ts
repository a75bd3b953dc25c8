import type { ReviewPart } from '@/lib/review/open-case'
import { DOCUMENT_KINDS, type Shown } from '@/lib/rulebook/document-kinds'

/** Describes a page of a document of the case. */
export type Picture = { src: string; part: ReviewPart; page: number; pages: number }

const factsOf = ({ part }: Picture) => (part.documentKind ? DOCUMENT_KINDS[part.documentKind] : null)

/** Maps each of the two pictures that show the same face to the other: the card, and the person who holds it. */
const OTHER: Partial<Record<Shown, Shown>> = {
  PORTRAIT_SIDE: 'PERSON_WITH_CARD',
  PERSON_WITH_CARD: 'PORTRAIT_SIDE',
}

/**
 * Returns the picture with the face to compare: of the same person, or else the only one there is, as where the legal
 * representative is the administrator.
 */
export function faceBeside(pictures: readonly Picture[], shown: Picture): Picture | undefined {
  const facts = factsOf(shown)
  const wanted = facts?.shows ? OTHER[facts.shows] : undefined
  if (!wanted) return undefined
  const faces = pictures.filter((picture) => factsOf(picture)?.shows === wanted)
  const ofSame = faces.find((picture) => factsOf(picture)?.subject === facts?.subject)
  return ofSame ?? (faces.length === 1 ? faces[0] : undefined)
}
