'use client'
import { useTranslations } from 'next-intl'
import { DescriptionList } from '@/components/ui/description-list'
import type { ReviewPart, ReviewSignature } from '@/lib/review/queries'
import { Answer } from '../../../_components/answer'
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
