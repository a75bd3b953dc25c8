import { useTranslations } from 'next-intl'
import { cn } from '@/components/ui/cn'
import type { Figures } from '@/lib/reports/figures/read-figures'
import { written } from '@/lib/reports/period/section'
import { summaryOf } from '@/lib/reports/period/summary'
import type { Words } from '@/lib/reports/period/words'

export function KeyFigures({ figures, words }: { figures: Figures; words: Words }) {
  const t = useTranslations('figures.facts')
  return (
    <dl
      aria-label={t('label')}
      className="grid grid-cols-2 gap-px overflow-hidden rounded-md border bg-border md:grid-cols-3 xl:grid-cols-6"
    >
      {summaryOf(figures, words).map(({ name, value, as, isBad = false }) => (
        <div key={name} className="flex flex-col-reverse justify-end bg-surface px-4 py-3">
          <dt className="text-sm text-text-muted">{name}</dt>
          <dd className={cn('numeric text-xl font-semibold', isBad && 'text-danger')}>{written(value, as, words)}</dd>
        </div>
      ))}
    </dl>
  )
}
