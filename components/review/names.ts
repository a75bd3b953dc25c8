import { useTranslations } from 'next-intl'
import { CORRECT_PICTURE } from '@/lib/review/decisions/correctable'
import { type NamedBy, type NamedPart, partName, staffFieldName } from '@/lib/rulebook/part-names'

type Named = Omit<NamedPart, 'signatureText'> & { signature?: { text: string } | null }

/** Names a part, a field, and what is to be corrected; by general names where nothing is known. */
export function useNames(by: NamedBy = {}) {
  const t = useTranslations()
  const nameOfField = (key: string): string => staffFieldName(t, key, by.answers)
  const nameOf = ({ signature, ...part }: Named): string => partName(t, { ...part, signatureText: signature?.text }, by)
  /** @param choice as the form sends it */
  const correctionName = (choice: string): string =>
    choice === CORRECT_PICTURE
      ? t('review.judge.picture')
      : t('review.judge.field', { name: nameOfField(choice.slice(choice.indexOf(':') + 1)) })
  return { nameOf, fieldName: nameOfField, correctionName }
}
