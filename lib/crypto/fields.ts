import 'server-only'
import { encodeParts, openBytes, sealBytes } from './sealed-box'

/** Names the place of a sealed value: moved to another row, column or table, it no longer opens. */
export type FieldPlace = { table: string; column: string; row: string }

/** Seals a personal field under the data key of its owner. Lone surrogates become U+FFFD, as in any UTF-8. */
export function seal(key: Uint8Array, place: FieldPlace, plaintext: string) {
  return sealBytes(key, encodePlace(place), Buffer.from(plaintext, 'utf8'))
}

/** @throws SealBrokenError when the key, the place or a byte is not what it was sealed with */
export function open(key: Uint8Array, place: FieldPlace, sealed: Uint8Array): string {
  return openBytes(key, encodePlace(place), sealed).toString('utf8')
}

function encodePlace({ table, column, row }: FieldPlace) {
  return encodeParts('zhunxin/field@v1', table, column, row)
}
