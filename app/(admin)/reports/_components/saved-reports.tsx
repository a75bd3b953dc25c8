import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { addressOf } from '@/components/ui/address'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { SavedDefinition } from '@/lib/reports/exports/read-exports'
import type { NamedActor } from '@/lib/reports/read-actors'
import { useNarrowing } from './narrowing'
import { RemoveSaved } from './remove-saved'

type Props = { saved: readonly SavedDefinition[]; people: readonly NamedActor[] }

/** Lists the reader's own definitions: each leads to the page with its filters. */
export function SavedReports({ saved, people }: Props) {
  const t = useTranslations('reports.saved')
  return (
    <Card title={t('title')}>
      {saved.length === 0 ? (
        <p className="text-text-muted">{t('empty')}</p>
      ) : (
        <ul className="divide-y">
          {saved.map((one) => (
            <Definition key={one.id} one={one} people={people} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Definition({ one, people }: { one: SavedDefinition; people: readonly NamedActor[] }) {
  const { id, subject, format, filters, isMonthly } = one
  const t = useTranslations('reports')
  const narrowed = useNarrowing(people)(filters)
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
