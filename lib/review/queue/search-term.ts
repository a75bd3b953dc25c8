import { mobileNumber } from '@/lib/accounts/mobile-number'
import { normaliseName, normaliseSignature } from '@/lib/rulebook/checks/names'
import { normaliseReference, referenceTail } from '@/lib/rulebook/checks/reference'
import { compactCode, singleLine } from '@/lib/rulebook/checks/text'

/** The kind of value that a search seems to be for; the audit log stores no more of it. */
export type SearchBy = 'REFERENCE' | 'PHONE' | 'NUMBER' | 'NAME'

export function searchBy(text: string): SearchBy {
  if (/^ZX-\d{8}-/.test(normaliseReference(text))) return 'REFERENCE'
  if (mobileNumber(text)) return 'PHONE'
  if (referenceTail(text)) return 'NAME' // it is no number that a person has
  const code = compactCode(text)
  return /^[A-Z\d]+$/.test(code) && /\d{4}/.test(code) ? 'NUMBER' : 'NAME'
}

/**
 * Returns the forms in which the typed text may be stored, by the index that finds it: people don't say what they
 * typed.
 */
export function searchValues(text: string) {
  const phone = mobileNumber(text)
  const code = compactCode(text)
  return [
    ...(phone ? [['phone', phone] as const] : []),
    ['idNumber', code] as const,
    ['code', code] as const,
    ...[...new Set([normaliseName(text), singleLine(text)])].map((name) => ['name', name] as const),
    ['signature', normaliseSignature(text).toUpperCase()] as const,
  ]
}
