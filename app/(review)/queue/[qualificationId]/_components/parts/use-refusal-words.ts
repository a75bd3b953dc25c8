import { useTranslations } from 'next-intl'
import { useNames } from '@/components/review/names'
import { useBilingual } from '@/components/ui/use-bilingual'
import { correctField as correctFieldChoice } from '@/lib/review/decisions/correctable'
import type { PastDecision } from '@/lib/review/decisions/read-decisions'
import type { ReviewCase } from '@/lib/review/open-case'

type Refusal = Pick<PastDecision['refused'][number], 'reasons' | 'correction' | 'correctionField'>

/** Returns the words of an earlier refusal: its reasons with what was to be corrected, and what has changed since. */
export function useRefusalWords(opened: ReviewCase) {
  const t = useTranslations('review.since')
  const said = useBilingual()
  const { fieldName, correctionName } = useNames(opened)
  const whyOf = ({ reasons, correction, correctionField }: Refusal): string =>
    [
      ...reasons.map(({ name }) => said(name)),
      ...(correction ? [correctionName(correctionField ? correctFieldChoice(correctionField) : correction)] : []),
    ].join(' · ')
  const changedIn = (changed: readonly string[]): string =>
    changed.map((key) => (key === 'files' ? t('files') : fieldName(key))).join(t('and'))
  return { whyOf, changedIn }
}
