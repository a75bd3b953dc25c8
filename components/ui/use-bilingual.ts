import { useLocale } from 'next-intl'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import type { Bilingual } from '@/lib/rulebook/bilingual'

/** Returns a function that gives words of a version of rules in the reader's language. */
export function useBilingual(): (words: Bilingual) => string {
  const locale = useLocale()
  return (words) => words[isLocale(locale) ? locale : DEFAULT_LOCALE]
}
