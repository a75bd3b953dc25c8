import type { Bilingual } from '../bilingual'
import { type LetterRequest, printed } from './letter'
import type { LetterText, LetterVariant } from './letter-text'
import { PARTICULARS, type Particular } from './particulars'

/** Everything that is printed on a letter: its text, by version, and what is filled in. */
export type LetterFacts = {
  version: string
  variant: LetterVariant
  platform: string
  particulars: Partial<Record<Particular, string | readonly string[]>>
}

/** Returns the facts of a letter, without those that its text has no place for. */
export function factsOf({ text, particulars, platform }: LetterRequest): LetterFacts {
  const filled = PARTICULARS.filter((name) => name in text.labels).map((name) => [name, particulars[name] ?? ''])
  return { version: text.version, variant: text.variant, platform, particulars: Object.fromEntries(filled) }
}

/** Describes what is printed otherwise than before: the addressee, the text, or a particular with its label. */
export type LetterChange = { of: 'PLATFORM' | 'TEXT' } | { of: 'PARTICULAR'; label: Bilingual; values: Values | null }
/** Holds what was printed, and what is now; numbers of identity documents are not repeated. */
type Values = { before: Bilingual; now: Bilingual }

const UNREPEATED: readonly Particular[] = ['idNumber', 'administratorIdNumber']

/** Returns what differs between a letter and the one that would be issued now. @param text the text of the latter */
export function letterChanges(before: LetterFacts, now: LetterFacts, text: LetterText): LetterChange[] {
  const isOtherText = before.version !== now.version || before.variant !== now.variant
  const particulars = PARTICULARS.flatMap((name): LetterChange[] => {
    const [was, is] = [before.particulars[name], now.particulars[name]]
    const label = text.labels[name]
    if (was === undefined || is === undefined || !label || JSON.stringify(was) === JSON.stringify(is)) return []
    const values = { before: printed(text, name, was), now: printed(text, name, is) }
    return [{ of: 'PARTICULAR', label, values: UNREPEATED.includes(name) ? null : values }]
  })
  return [
    ...(before.platform === now.platform ? [] : [{ of: 'PLATFORM' as const }]),
    ...(isOtherText ? [{ of: 'TEXT' as const }] : []),
    ...particulars,
  ]
}
