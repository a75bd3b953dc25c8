import { halfWidth } from './text'

/** Mainland mobile numbers as people write them (spaces, hyphens, +86, 0086, full-width) to E.164; null when it is none. */
export function mobileNumber(text: string): string | null {
  const digits = halfWidth(text).replace(/[\s\u200B\u202A-\u202E\uFEFF()\-‐‑–—]/g, '')
  const [, number] = /^(?:\+86|0086|86)?(1[3-9]\d{9})$/.exec(digits) ?? []
  return number ? `+86${number}` : null
}
