import type { Bilingual } from '../bilingual'
import { BUILT_IN_LETTERS } from '../letters/built-in'
import type { LetterText, LetterTexts } from '../letters/letter-text'
import { LETTER_LENGTHS, MAX_CLAUSES } from './letter-lengths'
import { problem, type RuleProblem, repeated } from './problems'
import { wordProblems } from './word-problems'

const KNOWN: readonly LetterText[] = (BUILT_IN_LETTERS.at(-1) ?? BUILT_IN_LETTERS[0]).texts
export const knownLetter = (variant: LetterText['variant']): LetterText | undefined =>
  KNOWN.find((text) => text.variant === variant)

/**
 * Returns what makes letters unfit to be signed: missing words, missing marks, and missing or unknown placeholders.
 */
export function letterProblems({ texts }: LetterTexts): RuleProblem[] {
  const variants = texts.map(({ variant }) => variant)
  return [
    ...KNOWN.filter(({ variant }) => !variants.includes(variant)).map(({ variant }) =>
      problem('LETTER_MISSING', variant),
    ),
    ...repeated(variants).map((variant) => problem('LETTER_REPEATED', variant)),
    ...texts.flatMap(problemsOfText),
  ]
}

function problemsOfText(text: LetterText): RuleProblem[] {
  const { variant, clauses, marks, labels } = text
  const first = knownLetter(variant)
  if (!first) return [problem('LETTER_MISSING', variant)]
  const keys = marks.map(({ key }) => key)
  const isUnmarked = first.marks.some(({ key }) => !keys.includes(key)) || repeated(keys).length > 0
  const isUnlabelled = Object.keys(first.labels).some((name) => !(name in labels))
  return [
    ...(clauses.length > 0 && clauses.length <= MAX_CLAUSES ? [] : [problem('CLAUSES_MISSING', variant)]),
    ...(isUnmarked ? [problem('MARK_MISSING', variant)] : []),
    ...(isUnlabelled ? [problem('LABEL_MISSING', variant)] : []),
    ...shortWords(text).flatMap((words) => wordProblems(variant, words, LETTER_LENGTHS.short)),
    ...longWords(text).flatMap((words) => wordProblems(variant, words, LETTER_LENGTHS.long)),
    ...placeholderProblems(text, first),
  ]
}

const shortWords = ({ title, recipient, labels, idTypes, marks, clauses, languages }: LetterText): Bilingual[] => [
  title,
  recipient,
  languages,
  ...Object.values(labels),
  ...Object.values(idTypes),
  ...marks.flatMap(({ label, hint }) => [label, hint]),
  ...clauses.map(({ heading }) => heading),
]

const longWords = ({ opening, closing, clauses }: LetterText): Bilingual[] => [
  opening,
  closing,
  ...clauses.map(({ text }) => text),
]

const PLACEHOLDER = /\{[^{}]*\}/g

/**
 * Returns problems of the placeholders that are filled in for printing: a text must have those of the first version,
 * and no others.
 */
function placeholderProblems(text: LetterText, first: LetterText): RuleProblem[] {
  return (['zh-CN', 'en'] as const).flatMap((locale) => {
    const placesIn = (letter: LetterText) => {
      const words = [...shortWords(letter), ...longWords(letter)].map((each) => each[locale]).join('\n')
      return [...new Set(words.match(PLACEHOLDER) ?? [])]
    }
    const [has, needs] = [placesIn(text), placesIn(first)]
    return [
      ...(needs.every((place) => has.includes(place)) ? [] : [problem('PLACEHOLDER_MISSING', text.variant)]),
      ...(has.every((place) => needs.includes(place)) ? [] : [problem('PLACEHOLDER_UNKNOWN', text.variant)]),
    ]
  })
}
