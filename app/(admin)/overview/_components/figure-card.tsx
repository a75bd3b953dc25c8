import { getTranslations } from 'next-intl/server'
import { ChartFigure } from '@/components/charts/chart-figure'
import { Card } from '@/components/ui/card'
import { type Section, written } from '@/lib/reports/period/section'
import type { Words } from '@/lib/reports/period/words'
import { FigureTable } from './figure-table'

type Props = { section: Section; words: Words }

/** Shows a chart, what it shows in a sentence, and the same figures as tables. */
export async function FigureCard({ section: { key, title, lead, chart, tables }, words }: Props) {
  const t = await getTranslations('figures')
  return (
    <Card title={title} id={key} className="min-w-0 xl:has-[details[open]]:col-span-full">
      <p className="mb-3 max-w-measure text-text-muted">{lead}</p>
      {chart ? (
        <ChartFigure id={key} chart={chart} title={title} description={lead} />
      ) : (
        <p className="rounded-md border border-dashed px-3 py-6 text-center text-text-muted">{t('empty.section')}</p>
      )}
      <details className="mt-3 border-t pt-1 print:hidden">
        <summary className="link flex min-h-11 w-fit items-center compact:min-h-9">{t('tables')}</summary>
        <div className="flex flex-col gap-3 pt-1 pb-2">
          {tables.map((table) => (
            <FigureTable
              key={table.caption}
              caption={table.caption}
              columns={table.columns}
              rows={table.rows.map((row) =>
                row.map((value, at) => written(value, table.columns[at]?.as ?? 'text', words)),
              )}
            />
          ))}
        </div>
      </details>
    </Card>
  )
}
