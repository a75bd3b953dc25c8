import { useFormatter, useTranslations } from 'next-intl'
import { Card } from '@/components/ui/card'
import { Table } from '@/components/ui/table'
import type { ForecastLine } from '@/lib/privacy/retention/read-forecast'
import { RETAINED_OUTCOMES } from '@/lib/rulebook/retention'

/** Shows how many qualifications fall due in which month, by outcome. */
export function Forecast({ lines }: { lines: readonly ForecastLine[] }) {
  const t = useTranslations('retention')
  return (
    <Card title={t('forecast.title')}>
      <Table caption={t('forecast.table')}>
        <thead>
          <tr>
            <th scope="col" rowSpan={2}>
              {t('forecast.month')}
            </th>
            {RETAINED_OUTCOMES.map((outcome) => (
              <th key={outcome} scope="colgroup" colSpan={2} className="border-l text-center!">
                {t(`outcomes.${outcome}`)}
              </th>
            ))}
            <th scope="col" rowSpan={2} className="border-l text-right!">
              {t('forecast.heldCount')}
            </th>
          </tr>
          <tr>
            {RETAINED_OUTCOMES.flatMap((outcome) => [
              <th key={`${outcome} documents`} scope="col" className="border-l text-right!">
                {t('forecast.documents')}
              </th>,
              <th key={`${outcome} details`} scope="col" className="text-right!">
                {t('forecast.details')}
              </th>,
            ])}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ when, counts, held }) => (
            <tr key={when}>
              <th scope="row">
                <When when={when} />
              </th>
              {RETAINED_OUTCOMES.flatMap((outcome) => [
                <Count key={`${outcome} documents`} count={counts[outcome].documents} isFirst />,
                <Count key={`${outcome} details`} count={counts[outcome].details} />,
              ])}
              <Count count={held} isFirst />
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  )
}

function When({ when }: { when: string }) {
  const t = useTranslations('retention.forecast')
  const format = useFormatter()
  if (when === 'OVERDUE') {
    return (
      <>
        {t('OVERDUE')}
        <span className="block w-28 text-xs font-normal whitespace-normal text-text-muted sm:w-auto">
          {t('OVERDUE_hint')}
        </span>
      </>
    )
  }
  if (when === 'LATER') return t('LATER')
  return format.dateTime(new Date(`${when}-01T00:00:00Z`), { year: 'numeric', month: 'long', timeZone: 'UTC' })
}

/** None is less than a figure: the eye goes to those. */
function Count({ count, isFirst = false }: { count: number; isFirst?: boolean }) {
  const format = useFormatter()
  const look = count === 0 ? 'text-text-muted' : 'font-medium'
  return <td className={`numeric text-right ${look} ${isFirst ? 'border-l' : ''}`}>{format.number(count)}</td>
}
