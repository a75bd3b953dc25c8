import { TEXT } from './chart'

const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u
/** Of a letter or digit, beside a Chinese character: rather more than less, in any of our fonts. */
const NARROW = 0.58

/** About as wide as a text is written, without a font to ask: the same on a page and on paper. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 1 : NARROW), 0) * TEXT
}

/** As much of a text as there is room for. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let cut = Array.from(text)
  while (cut.length > 1 && textWidth(`${cut.join('')}…`) > width) cut = cut.slice(0, -1)
  return `${cut.join('')}…`
}
