import type { PartKind } from '@/lib/db/generated/enums'
import type { KindRules } from '@/lib/rulebook/rulebook'

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
      return [...(rules.documents.find(({ kind }) => kind === part.documentKind)?.restsOn ?? [])]
    case 'SENDER_SIGNATURE':
      return [SIGNATURE]
    case 'SAMPLE_MESSAGES':
      return [SAMPLES]
  }
}
