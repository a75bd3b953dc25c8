'use client'
import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { useSaid } from '@/components/ui/use-said'
import { mendField as mendFieldChoice } from '@/lib/review/mendable'
import type { ReviewCase, ReviewPart } from '@/lib/review/queries'
import { useNames } from './names'

type Props = { part: ReviewPart; opened: ReviewCase }

/** Why a part is looked at again: what was refused of it, or what it rests on that has changed, and what is new in it. */
export function Since({ part: { previous }, opened }: Props) {
  const t = useTranslations('review.since')
  const said = useSaid()
  const { fieldName, mendName } = useNames(opened)
  if (!previous) return null
  const { revision, isAccepted, reasons, mend, mendField, note, changed } = previous
  const names = changed.map((key) => (key === 'files' ? t('files') : fieldName(key))).join(t('and'))
  const why = [
    ...reasons.map(({ name }) => said(name)),
    ...(mend ? [mendName(mendField ? mendFieldChoice(mendField) : mend)] : []),
  ].join(' · ')
  const verdict = revision === null ? 'renewed' : isAccepted ? 'accepted' : 'refused'
  return (
    <div className="border-b px-4 py-3">
      <Alert tone={isAccepted ? 'info' : 'warning'} title={t(verdict, { revision: revision ?? 0 })}>
        {why ? <p>{why}</p> : null}
        {note ? <p className="whitespace-pre-line">{t('note', { note })}</p> : null}
        <p>{changed.length > 0 ? t('changed', { names }) : t('unchanged')}</p>
      </Alert>
    </div>
  )
}
