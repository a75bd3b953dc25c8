'use client'
import { useTranslations } from 'next-intl'
import { DescriptionList } from '@/components/ui/description-list'
import { readableNumber } from '@/lib/accounts/mobile-number'
import type { DeclaredAnswer, ReviewPart, ReviewSignature } from '@/lib/review/queries'
import type { LONG_TERM } from '@/lib/rulebook/rulebook'
import { useNames } from './names'

/** What was declared about a part, or what its picture is to be held against. */
export function Declared({ part }: { part: ReviewPart }) {
  const t = useTranslations('review.declared')
  const rulebook = useTranslations('rulebook')
  const { fieldName } = useNames()
  const ofSignature = (signature: ReviewSignature) => [
    { term: t('signature'), value: <bdi>{`【${signature.text}】`}</bdi> },
    { term: t('source'), value: rulebook(`sources.${signature.source}.name`) },
  ]
  const items = [
    ...part.answers.map((answer) => ({ term: fieldName(answer.key), value: <Answer answer={answer} /> })),
    ...(part.signature ? ofSignature(part.signature) : []),
    ...part.signatures.map(({ text }) => ({ term: t('signature'), value: <bdi>{`【${text}】`}</bdi> })),
    ...part.samples.map((text, index) => ({ term: t('sample', { number: index + 1 }), value: <bdi>{text}</bdi> })),
  ]
  if (items.length === 0) return null
  return (
    <section className="border-b px-4 py-3">
      <h3 className="text-xs font-medium text-text-muted">{t(part.kind === 'DOCUMENT' ? 'beside' : 'title')}</h3>
      <DescriptionList items={items} />
    </section>
  )
}

function Answer({ answer: { key, type, value } }: { answer: DeclaredAnswer }) {
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
