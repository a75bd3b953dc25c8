import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SavedDefinition } from '@/lib/reports/exports/read-exports'
import { addressOf } from '../../_components/address'
import { RemoveSaved } from './remove-saved'

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
  const narrowed = useNarrowed(filters)
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
      <RemoveSaved id={id} name={name} />
    </li>
  )
}

/** Each filter in words. */
function useNarrowed({ status, kind, action, ...others }: SavedDefinition['filters']): string[] {
  const t = useTranslations()
  const words = {
    status: status && t(`common.status.${status}`),
    kind: kind && t(`reports.kinds.${kind}`),
    action: action && t(`audit.actions.${action}`),
    ...others,
  }
  return Object.entries(words).flatMap(([name, value]) =>
    value ? [`${t(`reports.filters.${name as keyof typeof words}`)} ${value}`] : [],
  )
}
