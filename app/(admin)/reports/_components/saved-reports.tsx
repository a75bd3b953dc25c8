'use client'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SavedDefinition } from '@/lib/reports/exports/read-exports'
import { addressOf } from '../../_components/address'
import { Refusal } from '../../_components/refusal'
import { remove } from '../actions'

/** One's own definitions: each leads to the page as it was narrowed. */
export function SavedReports({ saved }: { saved: readonly SavedDefinition[] }) {
  const t = useTranslations('reports.saved')
  return (
    <Card title={t('title')}>
      {saved.length === 0 ? (
        <p className="text-text-muted">{t('empty')}</p>
      ) : (
        <ul className="divide-y">
          {saved.map((one) => (
            <Definition key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Definition({ one: { id, subject, format, filters, isMonthly } }: { one: SavedDefinition }) {
  const t = useTranslations('reports')
  const [result, action] = useActionState(remove, null)
  const narrowed = Object.entries(filters).map(([name, value]) => `${t(`filters.${name}`)} ${value}`)
  const name = [t(`subjects.${subject}`), format, ...(narrowed.length > 0 ? narrowed : [t('saved.all')])].join(' · ')
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span className="min-w-0 flex-1">{name}</span>
      {isMonthly ? <StatusBadge tone="info">{t('saved.monthly')}</StatusBadge> : null}
      <Link
        className="link"
        href={addressOf('/reports', { subject, ...filters })}
        aria-label={`${t('saved.use')}: ${name}`}
      >
        {t('saved.use')}
      </Link>
      <form action={action}>
        <Refusal result={result} />
        <input type="hidden" name="savedReportId" value={id} />
        <SubmitButton size="small" variant="quiet" aria-label={`${t('saved.remove')}: ${name}`}>
          {t('saved.remove')}
        </SubmitButton>
      </form>
    </li>
  )
}
