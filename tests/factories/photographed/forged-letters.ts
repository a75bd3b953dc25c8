import type { Letter } from '@/lib/rulebook/letters/letter'
import type { Random } from '@/scripts/demo/specimens/random'
import { SHARES } from './letter-levels'
import { printedPage, type Raster } from './printed-letters'

export type Alteration = 'character' | 'digit' | 'paragraph'

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Describes what was altered on a page, and where it is, in shares of the page. */
export type Altered = { readonly kind: Alteration; readonly rectangle: Box }

type Drawn = { readonly raster: Raster; readonly altered: Altered | null }

/** Returns a page as somebody forged it who has its code: the same letter with other words, drawn by the same hand. */
export async function alteredPage(
  letter: Letter,
  id: string,
  rasters: readonly Raster[],
  place: number,
  random: Random,
): Promise<Drawn> {
  const raster = rasters[place] as Raster
  const { character, digit, paragraph } = SHARES
  const chosen = random.between(0, 1)
  const kinds: readonly (readonly [Alteration, number])[] = [
    ['character', character],
    ['digit', character + digit],
    ['paragraph', character + digit + paragraph],
  ]
  const kind = kinds.find(([, until]) => chosen < until)?.[0]
  if (!kind) return { raster, altered: null }
  // Not every change is on this page: the next is tried.
  for (let tries = 0; tries < 12; tries += 1) {
    const forged = forgedLetter(letter, kind, random)
    if (!forged) continue
    const { raster: other, pages } = await printedPage(forged, id, place)
    if (!other || pages !== rasters.length) continue
    const rectangle = differenceOf(raster, other)
    if (rectangle) return { raster: other, altered: { kind, rectangle } }
  }
  return { raster, altered: null }
}

const HAN = /\p{Script=Han}/u

/** Returns a letter with another character, digit or paragraph; null where there is none to change. */
export function forgedLetter(letter: Letter, kind: Alteration, random: Random): Letter | null {
  if (kind === 'digit') {
    const at = random.whole(0, letter.particulars.length - 2)
    const value = letter.particulars[at]?.value['zh-CN'] ?? ''
    const digits = [...value].flatMap((character, i) => (/\d/.test(character) ? [i] : []))
    if (digits.length === 0) return null
    const i = random.pick(digits)
    const other = random.pick([...'0123456789'].filter((one) => one !== value[i]))
    const changed = value.slice(0, i) + other + value.slice(i + 1)
    const particulars = letter.particulars.map((each, n) =>
      n === at ? { ...each, value: { 'zh-CN': changed, en: changed } } : each,
    )
    return { ...letter, particulars }
  }
  const n = random.whole(0, letter.clauses.length - 1)
  const words = [...(letter.clauses[n]?.text['zh-CN'] ?? '')]
  const places = words.flatMap((character, i) => (HAN.test(character) ? [i] : []))
  const others = letter.clauses.flatMap(({ text }) => [...text['zh-CN']].filter((one) => HAN.test(one)))
  const replaced = kind === 'character' ? [random.pick(places)] : places
  for (const i of replaced) words[i] = random.pick(others.filter((one) => one !== words[i]))
  const clauses = letter.clauses.map((clause, i) =>
    i === n ? { ...clause, text: { ...clause.text, 'zh-CN': words.join('') } } : clause,
  )
  return { ...letter, clauses }
}

/** Returns the rectangle in which two pages differ, in shares of them. */
function differenceOf(one: Raster, other: Raster): Box | null {
  const { width, height } = one
  let [left, right, top, bottom] = [width, -1, height, -1]
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 3
      if (Math.abs((one.data[at] ?? 0) - (other.data[at] ?? 0)) < 60) continue
      ;[left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)]
    }
  if (right < 0) return null
  return { x: left / width, y: top / height, width: (right + 1 - left) / width, height: (bottom + 1 - top) / height }
}
