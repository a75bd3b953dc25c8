'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { useRefusalWords } from './use-refusal-words'

type Props = { part: ReviewPart; opened: ReviewCase }

/** Shows why a part is looked at again: what was refused, or what changed that it depends on, and what is new in it. */
export function Since({ part: { previous }, opened }: Props) {
  const t = useTranslations('review.since')
  const { whyOf, changedIn } = useRefusalWords(opened)
  if (!previous) return null
  const { revision, isAccepted, note, changed } = previous
  const why = whyOf(previous)
  const verdict = revision === null ? 'renewed' : isAccepted ? 'accepted' : 'refused'
  return (
    <div className="border-b px-4 py-3">
      <Alert tone={isAccepted ? 'info' : 'warning'} title={t(verdict, { revision: revision ?? 0 })}>
        {why ? <p>{why}</p> : null}
        {note ? <p className="whitespace-pre-line">{t('note', { note })}</p> : null}
        <p>{changed.length > 0 ? t('changed', { names: changedIn(changed) }) : t('unchanged')}</p>
      </Alert>
    </div>
  )
}
