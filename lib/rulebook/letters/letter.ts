import { SPECIMEN_OPERATOR } from '@/lib/core/operator'
import type { Bilingual } from '../bilingual'
import type { IdType } from '../id-types'
import type { LetterText } from './letter-text'
import { PARTICULARS, type Particular } from './particulars'

/** A letter ready to be printed: values filled in, nothing left to replace. */
export type Letter = Omit<LetterText, 'labels' | 'idTypes'> & {
  reference: string
  /** True while it is addressed to nobody: a letter of a trial, which is marked so. */
  isSpecimen: boolean
  /** Lists the parties and what the letter covers, each with its label. */
  particulars: { label: Bilingual; value: Bilingual }[]
}

/** Holds the values to fill in; lists are texts of sender signatures without brackets. */
export type Particulars = Partial<Record<Particular, string | readonly string[]>> & { reference: string }

export type LetterRequest = { text: LetterText; particulars: Particulars; platform: string }

/** Returns the letter of one application, with the parties filled in. Unknown values are empty: see `missingFrom`. */
export function letterFor({ text, particulars, platform }: LetterRequest): Letter {
  const filled = (words: Bilingual): Bilingual => ({
    'zh-CN': words['zh-CN'].replaceAll('{platform}', () => platform),
    en: words.en.replaceAll('{platform}', () => platform),
  })
  return {
    version: text.version,
    variant: text.variant,
    reference: particulars.reference,
    isSpecimen: platform === SPECIMEN_OPERATOR,
    title: text.title,
    recipient: filled(text.recipient),
    particulars: PARTICULARS.flatMap((particular) => {
      const label = text.labels[particular]
      return label ? [{ label, value: printed(text, particular, particulars[particular] ?? '') }] : []
    }),
    opening: filled(text.opening),
    clauses: text.clauses.map(({ heading, text: words }) => ({ heading: filled(heading), text: filled(words) })),
    closing: filled(text.closing),
    languages: text.languages,
    marks: text.marks,
  }
}

/** Returns the particulars that a text has a place for, and that nobody has declared yet. */
export function missingFrom(text: LetterText, particulars: Particulars): Particular[] {
  return PARTICULARS.filter((particular) => particular in text.labels && !particulars[particular]?.length)
}

/** Returns a value as the letter prints it. */
export function printed({ idTypes }: LetterText, particular: Particular, value: string | readonly string[]): Bilingual {
  if (typeof value !== 'string') return listed(value)
  const isIdType = particular === 'idType' || particular === 'administratorIdType'
  return (isIdType ? idTypes[value as IdType] : undefined) ?? { 'zh-CN': value, en: value }
}

function listed(signatures: readonly string[]): Bilingual {
  const bracketed = signatures.map((signature) => `【${signature}】`)
  return { 'zh-CN': bracketed.join('、'), en: bracketed.join(', ') }
}
