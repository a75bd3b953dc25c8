import { z } from 'zod'
import { Bilingual } from '../bilingual'
import { ID_TYPES } from '../id-types'
import { PARTICULARS } from './particulars'

/**
 * The variants depend on the signer: an organisation seals; an individual business often has no seal; a principal
 * authorises.
 */
export const LETTER_VARIANTS = ['INDIVIDUAL', 'ORGANISATION', 'ORGANISATION_WITHOUT_SEAL', 'AUTHORISATION'] as const
export type LetterVariant = (typeof LETTER_VARIANTS)[number]

const LetterClause = z.object({ heading: Bilingual, text: Bilingual })
export type LetterClause = z.infer<typeof LetterClause>

/** A mark that is made by hand on the printed letter. */
const LetterMark = z.object({
  key: z.enum(['SIGNATURE', 'THUMBPRINT', 'SEAL', 'DATE']),
  label: Bilingual,
  hint: Bilingual,
})
export type LetterMark = z.infer<typeof LetterMark>

/**
 * Holds a version of one letter's text as plain data; `{platform}` stands for the platform's name. It is never edited
 * once used. The Chinese text binds; the English one is next to it so that the signer knows what they sign.
 */
export const LetterText = z.object({
  version: z.string(),
  variant: z.enum(LETTER_VARIANTS),
  title: Bilingual,
  recipient: Bilingual,
  labels: z.partialRecord(z.enum(PARTICULARS), Bilingual),
  /** Names the ID types in this version, even if the portal renames them later. */
  idTypes: z.record(z.enum(ID_TYPES), Bilingual),
  opening: Bilingual,
  clauses: z.array(LetterClause).min(1),
  closing: Bilingual,
  /** Says which language binds. */
  languages: Bilingual,
  marks: z.array(LetterMark).min(1),
})
export type LetterText = z.infer<typeof LetterText>

/** Holds all letters of one version. */
export const LetterTexts = z.object({ version: z.string(), texts: z.array(LetterText).min(1) })
export type LetterTexts = z.infer<typeof LetterTexts>
