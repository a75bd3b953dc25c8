import type { Mend, PartKind } from '@/lib/db/generated/enums'
import { mayRestOn } from '@/lib/rulebook/asked'
import type { KindRules } from '@/lib/rulebook/rulebook'

/** Of a note, in UTF-16 code units. */
export const NOTE_MAX = 500

/** What is to be mended of a part that isn't a picture and has no field key of its own. */
export const SIGNATURE = 'signature'
/** All of them, as the rulebook says of what a letter rests on. */
export const SIGNATURES = 'signatures'
export const SAMPLES = 'samples'

type PartShape = { kind: PartKind; fieldGroup: string | null; documentKind: string | null }

/**
 * The field keys that refusing a part can name: those of its group, those that a document rests on, a sender signature's
 * own text, the sample messages.
 */
export function mendableFields(rules: KindRules, part: PartShape): string[] {
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

/** `PICTURE`, or `FIELD:` and a field key: one choice to the reviewer, two columns to us. */
export const MEND_PICTURE = 'PICTURE'
const MEND_FIELD = 'FIELD:'
export const mendField = (key: string) => `${MEND_FIELD}${key}`

/** What is to be mended, from its one choice. Nonsense stays, for the schema to refuse. */
export function mendFrom(choice: unknown): { mend: Mend | null; mendField: string | null } {
  if (typeof choice !== 'string' || choice === '') return { mend: null, mendField: null }
  if (choice.startsWith(MEND_FIELD)) return { mend: 'FIELD', mendField: choice.slice(MEND_FIELD.length) }
  return { mend: choice as Mend, mendField: null }
}
