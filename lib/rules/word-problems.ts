import { LOCALES } from '@/lib/i18n/locales'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import { lengthOf } from '@/lib/rulebook/checks/text'
import { problem, type RuleProblem } from './problems'

/** Words that some language lacks, or has too many of. */
export function wordProblems(at: string, words: Bilingual, most: number): RuleProblem[] {
  return [
    ...(LOCALES.every((locale) => words[locale].trim() !== '') ? [] : [problem('WORDS_MISSING', at)]),
    ...(LOCALES.every((locale) => lengthOf(words[locale]) <= most) ? [] : [problem('WORDS_TOO_LONG', at)]),
  ]
}
