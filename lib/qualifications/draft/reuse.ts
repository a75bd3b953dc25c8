import type { DocumentKind } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import type { KindRules } from '@/lib/rulebook/rulebook'

/** Says why a document of an earlier qualification isn't copied into the next one. */
export type NotReusable =
  /**
   * The document shows that someone was there, or agreed, this time; a letter contains the number of its application.
   */
  | 'EACH_TIME'
  /** Its declared validity is over. */
  | 'ENDED'

/** @param today YYYY-MM-DD in Shanghai */
export function whyNotReusable(
  { groups }: KindRules,
  kind: DocumentKind,
  fields: Readonly<Record<string, string>>,
  today: string,
): NotReusable | null {
  const { reuse, subject } = factsOf(kind)
  if (reuse === 'EACH_TIME') return 'EACH_TIME'
  if (reuse === 'ALWAYS') return null
  const hasEnded = groups
    .flatMap((group) => group.fields)
    .filter(({ key, checks }) => key.startsWith(`${subject}.`) && checks.includes('NOT_ENDED'))
    .map(({ key }) => fields[key] ?? '')
    .some((end) => end !== '' && end !== LONG_TERM && end < today)
  return hasEnded ? 'ENDED' : null
}
