import { useLocale } from 'next-intl'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import type { Bilingual } from '@/lib/rulebook/bilingual'

/** Words of a version of rules, in the reader's language. */
export function useSaid(): (words: Bilingual) => string {
  const locale = useLocale()
  return (words) => words[isLocale(locale) ? locale : DEFAULT_LOCALE]
}
