import { isSocialCreditCode } from './official-numbers/organisation-codes'

/** Matches what people put between the groups of a number. */
const SEPARATORS = /[\s\-–—‐‑_.·•,，、\u200b-\u200d\u2060\ufeff]/gu
const DATES = /\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?!\d)/g

/**
 * Returns whether a text contains a number of a person or an organisation: an ID, a mobile, a card number, or a unified
 * social credit code, also with spaces or signs in between or in full-width digits. Dates are none. Any eleven digits
 * in a row count: shorter ones, as amounts and pages, are written in notes all the time.
 */
export function hasPersonalNumber(text: string): boolean {
  const joined = text.normalize('NFKC').replace(DATES, ' 日 ').replace(SEPARATORS, '').toUpperCase()
  if (/\d{11}/.test(joined)) return true
  return [...joined.matchAll(/(?=([0-9A-Z]{18}))/g)].some(
    ([, code = '']) => /\d/.test(code) && isSocialCreditCode(code),
  )
}
