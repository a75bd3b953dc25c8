import type { Bilingual } from '@/lib/rulebook/bilingual'
import type { IdType } from '@/lib/rulebook/rulebook'
import type { LetterText } from './letter-text'

/** A letter ready to be printed: values filled in, nothing left to replace. */
export type Letter = Omit<LetterText, 'labels' | 'idTypes'> & {
  reference: string
  /** Who commits, and for what, each with its label. */
  particulars: { label: Bilingual; value: Bilingual }[]
}

export type LetterRequest = {
  text: LetterText
  party: { name: string; idType: IdType; idNumber: string }
  reference: string
  /** Texts of the sender signatures, without brackets. */
  signatures: readonly string[]
  platform: string
}

/** The letter of one application, with the parties filled in. */
export function letterFor({ text, party, reference, signatures, platform }: LetterRequest): Letter {
  const { labels } = text
  const filled = (words: Bilingual): Bilingual => ({
    'zh-CN': words['zh-CN'].replaceAll('{platform}', () => platform),
    en: words.en.replaceAll('{platform}', () => platform),
  })
  return {
    version: text.version,
    variant: text.variant,
    reference,
    title: text.title,
    recipient: filled(text.recipient),
    particulars: [
      { label: labels.name, value: same(party.name) },
      { label: labels.idType, value: text.idTypes[party.idType] },
      { label: labels.idNumber, value: same(party.idNumber) },
      { label: labels.signatures, value: listed(signatures) },
      { label: labels.reference, value: same(reference) },
    ],
    opening: filled(text.opening),
    clauses: text.clauses.map(({ heading, text: words }) => ({ heading: filled(heading), text: filled(words) })),
    closing: filled(text.closing),
    languages: text.languages,
    marks: text.marks,
  }
}

const same = (value: string): Bilingual => ({ 'zh-CN': value, en: value })

function listed(signatures: readonly string[]): Bilingual {
  const bracketed = signatures.map((signature) => `【${signature}】`)
  return { 'zh-CN': bracketed.join('、'), en: bracketed.join(', ') }
}
