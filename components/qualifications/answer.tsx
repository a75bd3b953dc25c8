import { useTranslations } from 'next-intl'
import { readableNumber } from '@/lib/accounts/mobile-number'
import type { DeclaredAnswer } from '@/lib/review/shown-part'
import type { LONG_TERM } from '@/lib/rulebook/long-term'

/** Shows a declared value as people write it. */
export function Answer({ answer: { key, type, value } }: { answer: DeclaredAnswer }) {
  const common = useTranslations('common.values')
  const rulebook = useTranslations('rulebook')
  if (value === '') return <span className="text-text-muted">{common('notGiven')}</span>
  if (type === 'CHOICE') return rulebook(`options.${key}.${value}`)
  if (type === 'CHOICES') {
    return value
      .split(',')
      .map((option) => rulebook(`options.${key}.${option}`))
      .join('\n')
  }
  if (type === 'DATE_OR_LONG_TERM' && value === ('LONG_TERM' satisfies typeof LONG_TERM)) return common('longTerm')
  if (type === 'PHONE') return <span className="numeric">{readableNumber(value)}</span>
  if (type === 'NUMBER_CODE' || type === 'DATE') return <span className="numeric font-mono">{value}</span>
  return <bdi>{value}</bdi>
}
