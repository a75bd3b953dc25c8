'use client'
import { useTranslations } from 'next-intl'
import { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import { wordsOf } from '@/lib/rulebook/words'

/** What the things that rules are about are called, whoever they are asked of. */
export function useRuleNames() {
  const t = useTranslations('rulebook')
  const tRules = useTranslations('rules')
  const words = wordsOf({})

  const fieldName = (key: string): string => {
    return t.has(`fields.${key}.label`) ? t(`fields.${key}.label`, words) : key
  }
  /** Without knowing whose ID it is, a page is called by its side. */
  const documentName = (kind: string): string => {
    const side = kind.endsWith('_EMBLEM') ? 'EMBLEM' : 'PORTRAIT'
    return t(`documents.${kind}.name`, { ...words, page: t(`documents.ID_${side}.name`) })
  }
  const groupName = (key: string): string => t(`groups.${key}.title`, words)
  /** Of a problem: a field, a document, a kind, a term, an outcome, a letter, or a code that speaks for itself. */
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
  const partName = (kind: string): string =>
    Object.keys(PartKind).includes(kind) ? tRules(`parts.${kind}`) : documentName(kind)
  return { t, fieldName, documentName, groupName, nameOfPlace, partName }
}
