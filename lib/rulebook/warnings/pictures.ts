import { isUnreadLetter, type Reading, type SeenKind } from '@/lib/checks/reading'
import type { DocumentKind, FindingCode } from '@/lib/db/generated/enums'
import type { DraftContent } from '../answers'
import { factsOf, type Shown } from '../document-kinds'
import { type Warning, warned } from '../findings'
import type { ReadSlot } from '../required-slots'
import type { DocumentSlot } from '../rulebook'

/**
 * Returns what is doubtful in a photograph itself: its quality, and what it shows. A machine saw it, so it is never
 * more than a warning, and at most one for a document: of a blurred picture nothing else can be said. The pictures of a
 * letter are of different pages, and each may have another fault.
 */
export function pictureWarnings(
  content: Pick<DraftContent, 'fields'>,
  { slot, senderSignatureId, pages }: ReadSlot,
): Warning[] {
  const { shows } = factsOf(slot.kind)
  if (!shows) return []
  const worst = (of: readonly Reading[]) => pictureDoubts(slot.kind, of, declaredCard(content, slot)).slice(0, 1)
  const codes = shows === 'LETTER' ? [...new Set(pages.flatMap((page) => worst([page])))] : worst(pages)
  return codes.map((code) => warned(code, { on: 'DOCUMENT', kind: slot.kind, senderSignatureId }))
}

/**
 * Returns everything that is doubtful in the pages of a document, worst first, by the codes of the reasons for a
 * refusal.
 *
 * @param kind null where it is not known: then nothing is said of what they show
 * @param card the type of ID that is declared
 */
export function pictureDoubts(kind: DocumentKind | null, pages: readonly Reading[], card?: string): FindingCode[] {
  if (pages.length === 0) return []
  const shows = kind && factsOf(kind).shows
  const wrong = shows && wrongContent(shows, pages, card)
  // What to do about a letter of which nothing could be read is all that can be said of its photograph.
  if (shows === 'LETTER' && !wrong && pages.every(isUnreadLetter)) return ['LETTER_UNREAD', ...faults(shows, pages)]
  return [...faults(shows, pages), ...(wrong ? [wrong] : [])]
}

/** Lists what is wrong with a photograph, worst first, and of what it is a fault. */
const FAULTS: Readonly<Record<keyof Reading['quality'], { code: FindingCode; isFault: (shows: Shown) => boolean }>> = {
  dark: { code: 'TOO_DARK', isFault: () => true },
  blur: { code: 'BLURRED', isFault: () => true },
  glare: { code: 'GLARE', isFault: () => true },
  cropped: { code: 'CROPPED', isFault: (shows) => shows !== 'PERSON_WITH_CARD' },
  copy: { code: 'PHOTOCOPY', isFault: (shows) => shows === 'PORTRAIT_SIDE' || shows === 'EMBLEM_SIDE' },
}
const FAULT_KEYS = Object.keys(FAULTS) as (keyof typeof FAULTS)[]

const faults = (shows: Shown | null, pages: readonly Reading[]): FindingCode[] =>
  FAULT_KEYS.filter((fault) => pages.some(({ quality }) => quality[fault]))
    .map((fault) => FAULTS[fault])
    .filter(({ isFault }) => shows === null || isFault(shows))
    .map(({ code }) => code)

/** Returns the type of ID that the answers declare for a slot of a card. */
const declaredCard = ({ fields }: Pick<DraftContent, 'fields'>, { idPage }: DocumentSlot): string | undefined =>
  idPage && fields[idPage.field]

const PAPERS: readonly SeenKind[] = ['LICENCE', 'CERTIFICATE']
const NO_CARDS: readonly SeenKind[] = [...PAPERS, 'LETTER', 'IN_HAND', 'NONE']

/** Returns the pages that show the type of ID that is declared; any type, while none is. */
export const cardsIn = (pages: readonly Reading[], declared: string | undefined): Reading[] =>
  pages.filter(({ kind }) => (declared ? kind === declared : !NO_CARDS.includes(kind)))

/**
 * Returns that no page shows what the slot is for. Where the machine recognises nothing, it says so of cards alone:
 * papers have too many forms, and a card in a hand is small.
 */
function wrongContent(shows: Shown, pages: readonly Reading[], card: string | undefined): FindingCode | null {
  const isSome = (kinds: readonly SeenKind[]) => pages.some(({ kind }) => kinds.includes(kind))
  switch (shows) {
    case 'PORTRAIT_SIDE':
    case 'EMBLEM_SIDE': {
      const cards = cardsIn(pages, card)
      if (cards.length === 0) return 'WRONG_DOCUMENT'
      const wrong = shows === 'PORTRAIT_SIDE' ? 'EMBLEM' : 'PORTRAIT'
      return cards.every(({ side }) => side === wrong) ? 'WRONG_SIDE' : null
    }
    case 'PERSON_WITH_CARD':
      return isSome([...PAPERS, 'LETTER']) ? 'WRONG_DOCUMENT' : null
    case 'CERTIFICATE':
      return isSome([...PAPERS, 'NONE']) ? null : 'WRONG_DOCUMENT'
    case 'LETTER': {
      if (pages.every(({ letter }) => letter?.blank)) return 'LETTER_BLANK'
      const isLetter = ({ kind, letter }: Reading) =>
        kind === 'LETTER' || (kind === 'NONE' && letter?.registered !== false)
      return pages.some(isLetter) ? null : 'WRONG_DOCUMENT'
    }
  }
}
