import { useFormatter, useTranslations } from 'next-intl'
import { readableNumber } from '@/lib/accounts/mobile-number'
import { startOfDay } from '@/lib/core/clock'
import { isRealDate } from '@/lib/core/dates'
import type { DeclaredAnswer } from '@/lib/review/shown-part'
import type { LONG_TERM } from '@/lib/rulebook/long-term'

type Props = {
  answer: DeclaredAnswer
  /** Writes a date as pages do. Without it a date stays in digits, to be compared with those on an ID one by one. */
  writesDates?: boolean
}

/** Shows a declared value as people write it. */
export function Answer({ answer: { key, type, value }, writesDates = false }: Props) {
  const format = useFormatter()
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
  const isDate = type === 'DATE' || type === 'DATE_OR_LONG_TERM'
  if (isDate && writesDates && isRealDate(value)) return format.dateTime(startOfDay(value), 'day')
  if (type === 'PHONE') return <span className="numeric">{readableNumber(value)}</span>
  if (type === 'NUMBER_CODE' || isDate) return <span className="numeric font-mono">{value}</span>
  return <bdi>{value}</bdi>
}
