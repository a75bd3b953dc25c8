import { z } from 'zod'
import { Bilingual } from '@/lib/rulebook/bilingual'
import { ID_TYPES } from '@/lib/rulebook/rulebook'

/** Who signs, and how: an organisation seals; an individual business often has no seal; a principal authorises. */
export const LETTER_VARIANTS = ['INDIVIDUAL', 'ORGANISATION', 'ORGANISATION_WITHOUT_SEAL', 'AUTHORISATION'] as const
export type LetterVariant = (typeof LETTER_VARIANTS)[number]

/** What stands at the head of a letter, in the order in which it is printed: those that its text has a label for. */
export const PARTICULARS = [
  'principal',
  'principalCode',
  'principalLegalRep',
  'name',
  'idType',
  'idNumber',
  'organisation',
  'code',
  'legalRep',
  'administrator',
  'administratorIdType',
  'administratorIdNumber',
  'signatures',
  'authorisedSignatures',
  'authorisedFrom',
  'authorisedTo',
  'reference',
] as const
export type Particular = (typeof PARTICULARS)[number]

const LetterClause = z.object({ heading: Bilingual, text: Bilingual })
export type LetterClause = z.infer<typeof LetterClause>

/** What is done by hand on the printed letter, in order. */
const LetterMark = z.object({
  key: z.enum(['SIGNATURE', 'THUMBPRINT', 'SEAL', 'DATE']),
  label: Bilingual,
  hint: Bilingual,
})
export type LetterMark = z.infer<typeof LetterMark>

/**
 * A version of one letter's text as plain data; `{platform}` stands for the platform's name. Never edited once used. The
 * Chinese text binds; the English one stands beside it so that whoever signs knows what they sign.
 */
export const LetterText = z.object({
  version: z.string(),
  variant: z.enum(LETTER_VARIANTS),
  title: Bilingual,
  recipient: Bilingual,
  labels: z.partialRecord(z.enum(PARTICULARS), Bilingual),
  /** As this version names them, whatever the portal calls them later. */
  idTypes: z.record(z.enum(ID_TYPES), Bilingual),
  opening: Bilingual,
  clauses: z.array(LetterClause).min(1),
  closing: Bilingual,
  /** Which text binds. */
  languages: Bilingual,
  marks: z.array(LetterMark).min(1),
})
export type LetterText = z.infer<typeof LetterText>

/** All letters of one version. */
export const LetterTexts = z.object({ version: z.string(), texts: z.array(LetterText).min(1) })
export type LetterTexts = z.infer<typeof LetterTexts>
