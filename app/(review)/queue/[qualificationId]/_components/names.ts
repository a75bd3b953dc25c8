import { useTranslations } from 'next-intl'
import { documentName } from '@/components/qualifications/part-name'
import type { DocumentKind, PartKind } from '@/lib/db/generated/enums'
import { MEND_PICTURE } from '@/lib/review/mendable'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { wordsOf } from '@/lib/rulebook/words'

type Named = {
  kind: PartKind
  documentKind: DocumentKind | null
  fieldGroup: string | null
  signature?: { text: string } | null
  /** Which page of which ID, where there are no rules to tell it. */
  idPage?: { type: string; page: string } | null
}

/** What names depend on: who applies, and with what. */
type Naming = { rules?: KindRules; answers?: Readonly<Record<string, string>> }

/** What people call a part, a field, and what is to be mended; by general names where nothing is known. */
export function useNames({ rules, answers = {} }: Naming = {}) {
  const t = useTranslations()
  const words = wordsOf(answers)

  const nameOf = ({ kind, documentKind, fieldGroup, idPage, signature }: Named): string => {
    switch (kind) {
      case 'FIELDS':
        return t(`rulebook.groups.${fieldGroup}.part`, words)
      case 'SENDER_SIGNATURE':
        return signature ? t('rulebook.signatures.part', { text: signature.text }) : t('rulebook.signatures.title')
      case 'SAMPLE_MESSAGES':
        return t('rulebook.samples.part')
      case 'DOCUMENT': {
        if (rules && documentKind) return documentName(t, rules, answers, documentKind, signature?.text ?? null)
        if (signature) return t('review.parts.evidence', { text: signature.text })
        const ofId = idPage ? `rulebook.idPages.${idPage.type}.${idPage.page}` : ''
        const side = documentKind?.endsWith('EMBLEM') ? 'EMBLEM' : 'PORTRAIT'
        const page = t.has(ofId) ? t(ofId) : t(`rulebook.documents.ID_${side}.name`)
        return documentKind === `ID_${side}` ? page : t(`rulebook.documents.${documentKind}.name`, { ...words, page })
      }
    }
  }
  const fieldName = (key: string): string =>
    t.has(`review.mendables.${key}`) ? t(`review.mendables.${key}`) : t(`rulebook.fields.${key}.label`, words)
  /** @param choice as the form sends it */
  const mendName = (choice: string): string =>
    choice === MEND_PICTURE
      ? t('review.judge.picture')
      : t('review.judge.field', { name: fieldName(choice.slice(choice.indexOf(':') + 1)) })
  return { nameOf, fieldName, mendName }
}
