import { LOCALES } from '@/lib/core/languages/locales'
import type { Bilingual } from '../bilingual'
import { lengthOf } from '../checks/text'
import { problem, type RuleProblem } from './problems'

/** Returns a problem when a language lacks the words, or they are too long. */
export function wordProblems(at: string, words: Bilingual, most: number): RuleProblem[] {
  return [
    ...(LOCALES.every((locale) => words[locale].trim() !== '') ? [] : [problem('WORDS_MISSING', at)]),
    ...(LOCALES.every((locale) => lengthOf(words[locale]) <= most) ? [] : [problem('WORDS_TOO_LONG', at)]),
  ]
}
