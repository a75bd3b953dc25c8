import type { Correction, PartKind } from '@/lib/db/generated/enums'
import { mayRestOn } from '@/lib/rulebook/required-slots'
import type { KindRules } from '@/lib/rulebook/rulebook'

/** A note has at most so many UTF-16 code units. */
export const NOTE_MAX = 500

/** Names what is to be corrected of a part that isn't a picture and has no field key of its own. */
export const SIGNATURE = 'signature'
/** Names all signatures, as the rulebook does for what a letter depends on. */
export const SIGNATURES = 'signatures'
export const SAMPLES = 'samples'

type PartShape = { kind: PartKind; fieldGroup: string | null; documentKind: string | null }

/**
 * Returns the field keys that a refusal of a part can name: those of its group, those that a document depends on, a
 * sender signature's text, or the sample messages.
 */
export function correctableFields(rules: KindRules, part: PartShape): string[] {
  switch (part.kind) {
    case 'FIELDS':
      return rules.groups.find(({ key }) => key === part.fieldGroup)?.fields.map(({ key }) => key) ?? []
    case 'DOCUMENT':
      return rules.documents.filter(({ kind }) => kind === part.documentKind).flatMap(mayRestOn)
    case 'SENDER_SIGNATURE':
      return [SIGNATURE]
    case 'SAMPLE_MESSAGES':
      return [SAMPLES]
  }
}

/** `PICTURE`, or `FIELD:` and a field key, is one choice in the form, but two columns in the database. */
export const CORRECT_PICTURE = 'PICTURE'
const CORRECT_FIELD = 'FIELD:'
export const correctField = (key: string) => `${CORRECT_FIELD}${key}`

type ToCorrect = { correction: Correction | null; correctionField: string | null }

/**
 * Reads what is to be corrected from one choice of a form. An invalid one is returned as it is, and the schema refuses
 * it.
 */
export function correctionFrom(choice: unknown): ToCorrect {
  if (typeof choice !== 'string' || choice === '') return { correction: null, correctionField: null }
  if (choice.startsWith(CORRECT_FIELD))
    return { correction: 'FIELD', correctionField: choice.slice(CORRECT_FIELD.length) }
  return { correction: choice as Correction, correctionField: null }
}

/** Returns the choice of a form from which the same would be read. */
export const correctionOf = ({ correction, correctionField }: ToCorrect): string =>
  correctionField === null ? (correction ?? '') : correctField(correctionField)
