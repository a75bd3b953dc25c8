import type { QualificationKind } from '@/lib/db/generated/enums'
import type { IdType } from '@/lib/rulebook/rulebook'

/** The Chinese text binds; the English one stands beside it so that whoever signs knows what they sign. */
export type Bilingual = { 'zh-CN': string; en: string }

export type LetterClause = { heading: Bilingual; text: Bilingual }

/** What is done by hand on the printed letter, in order. */
export type LetterMark = { key: 'SIGNATURE' | 'THUMBPRINT' | 'DATE'; label: Bilingual; hint: Bilingual }

/** A version of the letter's text as plain data; `{platform}` stands for the platform's name. Never edited once used. */
export type LetterText = {
  version: string
  kind: QualificationKind
  title: Bilingual
  recipient: Bilingual
  labels: Record<'name' | 'idType' | 'idNumber' | 'signatures' | 'reference', Bilingual>
  /** As this version names them, whatever the portal calls them later. */
  idTypes: Record<IdType, Bilingual>
  opening: Bilingual
  clauses: LetterClause[]
  closing: Bilingual
  /** Which text binds. */
  languages: Bilingual
  marks: LetterMark[]
}
