import type { QualificationKind } from '@/lib/db/generated/enums'
import type { IdType } from '@/lib/rulebook/rulebook'
import type { Bilingual, LetterText } from './letter-text'
import { CN_MAINLAND_2024_10_INDIVIDUAL } from './versions/cn-mainland-2024-10-individual'

/** A letter ready to be printed: values filled in, nothing left to replace. */
export type Letter = Omit<LetterText, 'labels' | 'idTypes'> & {
  reference: string
  /** Who commits, and for what, each with its label. */
  particulars: { label: Bilingual; value: Bilingual }[]
}

export type LetterRequest = {
  version: string
  kind: QualificationKind
  party: { name: string; idType: IdType; idNumber: string }
  reference: string
  /** Texts of the sender signatures, without brackets. */
  signatures: readonly string[]
  platform: string
}

const LETTER_TEXTS: readonly LetterText[] = [CN_MAINLAND_2024_10_INDIVIDUAL]

/** A version that is not known for that kind is a bug: drafts take theirs from a rulebook. */
export function letterTextOf(version: string, kind: QualificationKind): LetterText {
  const text = LETTER_TEXTS.find((candidate) => candidate.version === version && candidate.kind === kind)
  if (!text) throw new Error(`No letter for ${kind} has the version ${version}`)
  return text
}

/** The commitment letter of one application, in its version, with the parties filled in. */
export function letterFor({ version, kind, party, reference, signatures, platform }: LetterRequest): Letter {
  const text = letterTextOf(version, kind)
  const { labels } = text
  const filled = (words: Bilingual): Bilingual => ({
    'zh-CN': words['zh-CN'].replaceAll('{platform}', () => platform),
    en: words.en.replaceAll('{platform}', () => platform),
  })
  return {
    version: text.version,
    kind: text.kind,
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
