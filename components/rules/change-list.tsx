'use client'
import { useTranslations } from 'next-intl'
import type { Change } from '@/lib/rulebook/editing/changes'
import { type ReasonNames, useChangeWords } from './use-change-words'

type Props = { changes: readonly Change[]; reasonNames: ReasonNames }

/** Lists what differs between two versions, line by line. */
export function ChangeList({ changes, reasonNames }: Props) {
  const t = useTranslations('rules.changes')
  const wordsOf = useChangeWords(reasonNames)
  const lines = wordsOf(changes)
  if (lines.length === 0) return <p className="text-text-muted">{t('none')}</p>
  return (
    <ul className="divide-y text-text">
      {lines.map(({ key, place, before, after, what }) => (
        <li key={key} className="py-1.5">
          <span className="font-medium">{place}</span>{' '}
          {what === 'CHANGED' ? null : <span className="text-text-muted">{t(what)}</span>}
          {before === null && after === null ? null : (
            <span className="block max-w-measure text-sm whitespace-pre-line compact:text-xs">
              {before === null ? null : <del className="text-text-muted">{before}</del>}
              {before === null || after === null ? null : <span aria-hidden>{' → '}</span>}
              {after === null ? null : <ins className="no-underline">{after}</ins>}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
