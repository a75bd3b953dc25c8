import { mobileNumber } from '@/lib/accounts/mobile-number'
import { normaliseName, normaliseSignature } from '@/lib/rulebook/checks/names'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { compactCode, singleLine } from '@/lib/rulebook/checks/text'

/** What someone seems to look by; the log says no more of a search than this. */
export type SearchBy = 'REFERENCE' | 'PHONE' | 'NUMBER' | 'NAME'

export function searchBy(text: string): SearchBy {
  if (/^ZX-\d{8}-/.test(normaliseReference(text))) return 'REFERENCE'
  if (mobileNumber(text)) return 'PHONE'
  const code = compactCode(text)
  return /^[A-Z\d]+$/.test(code) && /\d{4}/.test(code) ? 'NUMBER' : 'NAME'
}

/** The forms in which what was typed may be kept, by the index that would find it: people don't say which it is. */
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
