'use client'
import { useTranslations } from 'next-intl'
import { MarkedPicture } from '@/components/documents/marked-picture'
import { pageUrl } from '@/components/documents/page-urls'
import { useNames } from '@/components/review/names'
import { StatusBadge, type Tone } from '@/components/ui/status-badge'
import { Table, TableHead } from '@/components/ui/table'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import { turnOf } from '../pictures/turn-of'
import type { PartState } from '../review-reducer'
import { refusedBefore } from './refused-before'
import { useRefusalWords } from './use-refusal-words'

const TONES: Record<PartState, Tone> = {
  OPEN: 'neutral',
  UNFINISHED: 'warning',
  ACCEPTED: 'success',
  REFUSED: 'danger',
}

type Props = {
  opened: ReviewCase
  parts: readonly ReviewPart[]
  states: readonly PartState[]
  go: (to: number) => void
}

/**
 * Shows what the last decision refused, part by part: why, what changed since, and the judgement now. It can be folded
 * away.
 */
export function Corrections({ opened, parts, states, go }: Props) {
  const t = useTranslations('review')
  const { nameOf } = useNames(opened)
  const { whyOf, changedIn } = useRefusalWords(opened)
  const rows = refusedBefore(opened, parts)
  if (rows.length === 0) return null
  const columns = ['part', 'then', 'changed', 'now'] as const
  return (
    <details open className="shrink-0 border-b bg-surface">
      <summary className="cursor-pointer px-4 py-3 font-medium lg:py-1.5">
        {t('corrections.title', { count: rows.length })}
      </summary>
      <div className="overflow-y-auto lg:max-h-[32dvh]">
        <Table caption={t('corrections.title', { count: rows.length })} isFlush>
          <TableHead headings={columns.map((column) => t(`corrections.${column}`))} />
          <tbody>
            {rows.map(({ refused, index }) => {
              const part = parts[index]
              const state = states[index]
              const changed = part?.previous?.changed ?? []
              return (
                <tr key={refused.part.id}>
                  <th scope="row" className="font-medium">
                    {part ? (
                      <button type="button" onClick={() => go(index)} className="link min-h-11 text-left lg:min-h-8">
                        {nameOf(part)}
                      </button>
                    ) : (
                      nameOf(refused.part)
                    )}
                  </th>
                  <td>
                    <div className="flex items-start gap-3">
                      <div className="min-w-0">
                        {whyOf(refused)}
                        {refused.note ? (
                          <span className="block whitespace-pre-line text-text-muted">{refused.note}</span>
                        ) : null}
                      </div>
                      {refused.place ? (
                        <MarkedPicture
                          place={refused.place}
                          variant="thumbnail"
                          alt={t('corrections.outlined', { name: nameOf(refused.part) })}
                          className="max-h-16 min-h-16 min-w-11"
                          turned={turnOf(opened, pageUrl(refused.place.fileId, 'rendition', refused.place.page))}
                          square="w-16 shrink-0"
                        />
                      ) : null}
                    </div>
                  </td>
                  <td>{part ? changedIn(changed) || t('corrections.nothing') : t('corrections.gone')}</td>
                  <td>{state ? <StatusBadge tone={TONES[state]}>{t(`parts.states.${state}`)}</StatusBadge> : '—'}</td>
                </tr>
              )
            })}
          </tbody>
        </Table>
      </div>
    </details>
  )
}
