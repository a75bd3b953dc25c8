import { TEXT } from './chart'

const WIDE = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u
/** Estimates the width of a letter or digit compared with a Chinese character, rather high for any of our fonts. */
const NARROW = 0.58

/** Estimates the width of a text without a font, so that it is the same on a page and in a PDF. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + (WIDE.test(character) ? 1 : NARROW), 0) * TEXT
}

/** Cuts a text to the width that there is room for. */
export function cutToWidth(text: string, width: number): string {
  if (textWidth(text) <= width) return text
  let cut = Array.from(text)
  while (cut.length > 1 && textWidth(`${cut.join('')}…`) > width) cut = cut.slice(0, -1)
  return `${cut.join('')}…`
}
