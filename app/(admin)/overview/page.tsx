import type { Metadata } from 'next'
import { getFormatter, getLocale, getTranslations } from 'next-intl/server'
import { ChartPatterns } from '@/components/charts/chart-patterns'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { EmptyState } from '@/components/ui/empty-state'
import { can } from '@/lib/actor/actor'
import { startOfDay } from '@/lib/core/clock'
import { PeriodChoice as Choice, monthsUntil } from '@/lib/reports/figures/period'
import { readFigures } from '@/lib/reports/figures/read-figures'
import { sectionsOf } from '@/lib/reports/period/sections'
import { isNothing } from '@/lib/reports/period/summary'
import { wordsIn } from '@/lib/reports/period/words'
import { pageActor } from '@/lib/web/session'
import { FigureCard } from './_components/figure-card'
import { KeyFigures } from './_components/key-figures'
import { PeriodChoice } from './_components/period-choice'
import { ReportLinks } from './_components/report-links'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('figures'))('title') }
}

/** Shows how the review is going. */
export default async function OverviewPage({ searchParams }: PageProps<'/overview'>) {
  const actor = await pageActor('overview.read')
  const { period: wanted } = await searchParams
  const [figures, words, t, format] = await Promise.all([
    readFigures(actor, Choice.parse(wanted)),
    wordsIn(await getLocale()),
    getTranslations('figures'),
    getFormatter(),
  ])
  const { period, at } = figures
  const dayOf = (day = '') => format.dateTime(startOfDay(day), 'day')
  const lead = t('lead', { from: dayOf(period.days[0]), to: dayOf(period.days.at(-1)), at: words.time(at) })
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        lead={<span className="numeric">{lead}</span>}
        actions={can(actor, 'report.export') ? <ReportLinks choice={period.choice} /> : null}
      />
      <PeriodChoice choice={period.choice} months={monthsUntil(at)} />
      {isNothing(figures) ? (
        <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
      ) : (
        <>
          <ChartPatterns />
          <KeyFigures figures={figures} words={words} />
          <div className="mt-4 grid gap-4 xl:grid-cols-2">
            {sectionsOf(figures, words).map((section) => (
              <FigureCard key={section.key} section={section} words={words} />
            ))}
          </div>
        </>
      )}
    </PageBody>
  )
}
