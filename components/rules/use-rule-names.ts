'use client'
import { useTranslations } from 'next-intl'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import { MAX_TERMS } from '@/lib/rulebook/editing/rulebook-limits'
import { documentName as nameOfDocument } from '@/lib/rulebook/part-names'
import { wordsOf } from '@/lib/rulebook/words'

/** Returns functions that name the subjects of rules, for every kind of applicant. */
export function useRuleNames() {
  const say = useTranslations()
  const t = useTranslations('rulebook')
  const tRules = useTranslations('rules')
  const words = wordsOf({})

  const fieldName = (key: string): string => {
    return t.has(`fields.${key}.label`) ? t(`fields.${key}.label`, words) : key
  }
  const documentName = (kind: string): string => nameOfDocument(say, kind as DocumentKind)
  const groupName = (key: string): string => t(`groups.${key}.part`, words)
  /**
   * Names the place of a problem: a field, a document, a kind, a term, an outcome, a letter, or a code that is clear by
   * itself.
   */
  const nameOfPlace = (at: string): string => {
    if (Object.keys(DocumentKind).includes(at)) return documentName(at)
    if (t.has(`fields.${at}.label`)) return fieldName(at)
    for (const path of [
      `terms.${at}.name`,
      `retention.outcomes.${at}.name`,
      `letters.variants.${at}`,
      `applicants.${at}`,
    ]) {
      if (at && !at.includes('.') && tRules.has(path)) return tRules(path)
    }
    return at
  }
  /** Says a problem of a draft, with its place and, of a term, the most that is allowed. */
  const problemText = ({ problem, at }: ActionFailure['params']): string => {
    const place = nameOfPlace(String(at ?? ''))
    if (problem !== 'TERM_TOO_LONG') return tRules(`problems.${problem}`, { place })
    const term = String(at) as keyof typeof MAX_TERMS
    return tRules(`problems.${problem}`, { place, most: MAX_TERMS[term], unit: tRules(`terms.${term}.unit`) })
  }
  const partName = (kind: string): string =>
    Object.keys(PartKind).includes(kind) ? tRules(`parts.${kind}`) : documentName(kind)
  return { t, fieldName, documentName, groupName, problemText, partName }
}
