'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useNames } from '@/components/review/names'
import type { ReviewCase } from '@/lib/review/open-case'
import { useRefusalWords } from './use-refusal-words'

/** Shows what earlier decisions requested: whether it was corrected is the first thing to look at. */
export function PastDecisions({ opened }: { opened: ReviewCase }) {
  const t = useTranslations('review')
  const format = useFormatter()
  const { nameOf } = useNames(opened)
  const { whyOf } = useRefusalWords(opened)
  const { history: decisions } = opened
  if (decisions.length === 0) return null
  return (
    <section className="border-t px-4 py-3">
      <h3 className="text-xs font-medium text-text-muted">{t('history.title')}</h3>
      <ol className="mt-1 flex flex-col gap-3">
        {decisions.map(({ revision, outcome, decidedAt, reviewer, refused }) => (
          <li key={revision}>
            <p className="font-medium">{t('history.entry', { revision, outcome: t(`send.outcomes.${outcome}`) })}</p>
            <p className="text-xs text-text-muted">
              {t('history.by', {
                name: reviewer ?? t('queue.someone'),
                time: format.dateTime(decidedAt, 'moment'),
              })}
            </p>
            <ul className="mt-1 flex flex-col gap-1">
              {refused.map(({ part, note, ...refusal }) => (
                <li key={part.id}>
                  {nameOf(part)}
                  <span className="block text-text-muted">{whyOf(refusal)}</span>
                  {note ? <span className="block">{t('history.note', { note })}</span> : null}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}
