import type { Reading, SeenKind } from '@/lib/checks/reading'
import { factsOf } from '../document-kinds'
import type { DocumentSlot } from '../rulebook'

/** Lists the cards that have their validity on the side with the portrait, where a resident's has it on the other. */
const VALIDITY_IN_FRONT: readonly SeenKind[] = [
  'HK_MACAO_PERMIT',
  'TAIWAN_PERMIT',
  'FOREIGN_PERMANENT_RESIDENT_ID',
  'PASSPORT',
]

/**
 * Returns the answers that a document proves: those that it rests on, and the validity where the card that it shows has
 * it there.
 */
export function provenBy({ kind, restsOn, idPage }: DocumentSlot, pages: readonly Reading[]): readonly string[] {
  const { subject } = factsOf(kind)
  const isInFront = idPage?.page === 'PORTRAIT' && pages.some((page) => VALIDITY_IN_FRONT.includes(page.kind))
  return isInFront ? [...restsOn, `${subject}.idValidFrom`, `${subject}.idValidTo`] : restsOn
}
