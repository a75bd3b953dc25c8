import type { DocumentKind } from '@/lib/db/generated/enums'
import { type KindRules, LONG_TERM } from '@/lib/rulebook/rulebook'

/** Why a document of an earlier qualification isn't taken over by the next one. */
export type Anew =
  /** It shows that someone was there, or agreed, this time; a letter bears the number of its application. */
  | 'EACH_TIME'
  /** By what was declared of it, it isn't valid any more. */
  | 'ENDED'

const EACH_TIME: ReadonlySet<DocumentKind> = new Set([
  'ID_IN_HAND',
  'ADMIN_ID_IN_HAND',
  'COMMITMENT_LETTER',
  'AUTHORISATION_LETTER',
])

/** Whose it is: the subject of the fields that say until when it is valid. */
const SUBJECTS: Partial<Record<DocumentKind, string>> = {
  ID_PORTRAIT: 'person',
  ID_EMBLEM: 'person',
  LICENCE: 'organisation',
  LEGAL_REP_ID_PORTRAIT: 'legalRep',
  LEGAL_REP_ID_EMBLEM: 'legalRep',
  ADMIN_ID_PORTRAIT: 'admin',
  ADMIN_ID_EMBLEM: 'admin',
  PRINCIPAL_LICENCE: 'principal',
}

/** @param today YYYY-MM-DD in Shanghai */
export function whyAnew(
  { groups }: KindRules,
  kind: DocumentKind,
  fields: Readonly<Record<string, string>>,
  today: string,
): Anew | null {
  if (EACH_TIME.has(kind)) return 'EACH_TIME'
  const subject = SUBJECTS[kind]
  if (!subject) return null
  const hasEnded = groups
    .flatMap((group) => group.fields)
    .filter(({ key, checks }) => key.startsWith(`${subject}.`) && checks.includes('NOT_ENDED'))
    .map(({ key }) => fields[key] ?? '')
    .some((end) => end !== '' && end !== LONG_TERM && end < today)
  return hasEnded ? 'ENDED' : null
}
