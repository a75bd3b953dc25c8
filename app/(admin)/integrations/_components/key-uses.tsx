import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Table, TableHead } from '@/components/ui/table'
import { startOfDay } from '@/lib/core/clock'
import type { KeyUseView, UseCounts } from '@/lib/integrations/uses/read-uses'
import { SHOWN_DAYS } from '@/lib/integrations/uses/use-days'

const CLASSES = ['succeeded', 'refused', 'failed'] as const

/** Shows how many requests of each key were answered on which days, by the class of the status. */
export function KeyUses({ uses }: { uses: readonly KeyUseView[] }) {
  const t = useTranslations('integrations.uses')
  return (
    <Card title={t('title', { days: SHOWN_DAYS })}>
      <p className="text-text-muted">{t('lead')}</p>
      {uses.length === 0 ? <p className="mt-3">{t('empty')}</p> : null}
      <ul className="mt-3 divide-y empty:hidden">
        {uses.map((use, index) => (
          <li key={use.id} className="py-2 first:pt-0 last:pb-0">
            <OfKey use={use} number={index + 1} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function OfKey({ use: { name, total, days }, number }: { use: KeyUseView; number: number }) {
  const t = useTranslations('integrations.uses')
  const format = useFormatter()
  return (
    <details>
      <summary className="cursor-pointer py-1">
        <span className="font-medium wrap-anywhere">{name}</span>{' '}
        <span className="text-sm text-text-muted">
          {CLASSES.filter((one) => one === 'succeeded' || total[one] > 0)
            .map((one) => t(`counts.${one}`, { count: total[one] }))
            .join(' · ')}
        </span>
      </summary>
      <div className="mt-2 mb-2">
        {/* Keys may have one name; tables of a page may not. */}
        <Table caption={t('table', { name, number })}>
          <TableHead headings={[t('day'), ...CLASSES.map((one) => t(`columns.${one}`))]} />
          <tbody>
            {days.map(({ day, ...counts }) => (
              <tr key={day}>
                <th scope="row">{format.dateTime(startOfDay(day), 'day')}</th>
                <Numbers counts={counts} />
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  )
}

function Numbers({ counts }: { counts: UseCounts }) {
  const format = useFormatter()
  return CLASSES.map((one) => (
    <td key={one} className="numeric">
      {format.number(counts[one])}
    </td>
  ))
}
