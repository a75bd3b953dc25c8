import { useFormatter, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { isRealDate } from '@/lib/core/dates'
import { choicesOf } from '@/lib/rulebook/choices'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import { maskAnswer } from '@/lib/rulebook/mask-answer'
import type { FieldRule } from '@/lib/rulebook/rulebook'
import { Masked } from './masked'

/** An answer as it was declared, in words. */
export function DeclaredValue({ rule, value }: { rule: FieldRule; value: string }): ReactNode {
  const t = useTranslations()
  const format = useFormatter()
  if (value === '') return <span className="text-text-muted">{t('common.values.notGiven')}</span>
  if (rule.sensitive) return <Masked value={value} masked={maskAnswer(rule, value)} />
  if (value === LONG_TERM) return t('common.values.longTerm')
  switch (rule.type) {
    case 'CHOICE':
    case 'CHOICES':
      return choicesOf(value).map((choice) => (
        <span key={choice} className="block">
          {rule.options?.includes(choice) ? t(`rulebook.options.${rule.key}.${choice}`) : choice}
        </span>
      ))
    case 'DATE':
    case 'DATE_OR_LONG_TERM':
      // A date is nobody's instant: read and written in one zone it stays the day that it names.
      return isRealDate(value) ? format.dateTime(new Date(value), { dateStyle: 'medium', timeZone: 'UTC' }) : value
    default:
      return value
  }
}
