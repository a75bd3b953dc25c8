import type { Reading, SeenKind } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { factsOf, type Shown } from '../document-kinds'
import type { ReadSlot, RequiredSlot } from '../required-slots'

const NO_CARDS: readonly SeenKind[] = ['LICENCE', 'CERTIFICATE', 'LETTER', 'IN_HAND', 'NONE']

/** Says of what a picture surely is: where nothing is recognised, it fits nowhere. */
const FITS: Readonly<Record<Shown, (page: Reading) => boolean>> = {
  PORTRAIT_SIDE: ({ kind, side }) => !NO_CARDS.includes(kind) && side === 'PORTRAIT',
  EMBLEM_SIDE: ({ kind, side }) => !NO_CARDS.includes(kind) && side === 'EMBLEM',
  PERSON_WITH_CARD: ({ kind }) => kind === 'IN_HAND',
  CERTIFICATE: ({ kind }) => kind === 'LICENCE' || kind === 'CERTIFICATE',
  LETTER: ({ kind }) => kind === 'LETTER',
}

/**
 * Returns the document that the pictures of another slot belong to: one of the same person first. Null where they show
 * nothing that is required, or could be of several.
 */
export function fittingSlot(slots: readonly RequiredSlot[], { slot: { kind }, pages }: ReadSlot): DocumentKind | null {
  if (pages.length === 0) return null
  const fitting = slots
    .filter(({ slot, senderSignatureId }) => slot.kind !== kind && senderSignatureId === null)
    .map(({ slot }) => slot.kind)
    .filter((other) => {
      const { shows } = factsOf(other)
      return shows !== null && pages.every(FITS[shows])
    })
  const own = fitting.filter((other) => factsOf(other).subject === factsOf(kind).subject)
  const [only, ...others] = own.length > 0 ? own : fitting
  return only && others.length === 0 ? only : null
}
