import { type Reading, SURE } from './reading'

/** Degrees, clockwise, by which a picture is turned to be upright. */
export type Turned = Reading['turned']

/**
 * Returns by how much a picture has to be turned, where that is certain: a value that was read surely, or the code of a
 * letter whose print was found, can only be read one way up. A code in squares is read any way up, and a card in a hand
 * may be held askew by somebody who stands upright: neither says anything.
 */
export function certainTurn({ kind, turned, fields, letter }: Reading): Turned {
  if (kind === 'NONE' || kind === 'IN_HAND') return 0
  const isRead = Object.entries(fields).some(([key, { confidence }]) => key !== 'qr' && confidence >= SURE)
  return isRead || (letter?.registered && letter.code?.isRead) ? turned : 0
}

/** Returns by how much each page of a file has to be turned; nothing of a file that is upright, or not read. */
export function turnsOf(pages: readonly Reading[] = []): Turned[] {
  const turns = pages.map(certainTurn)
  return turns.some((turned) => turned !== 0) ? turns : []
}
