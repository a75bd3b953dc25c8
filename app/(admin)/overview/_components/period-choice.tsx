import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { LAST_DAYS } from '@/lib/reports/figures/period'

type Props = { choice: string; months: readonly string[] }

/** Shows plain links and a plain form: the address holds what is shown, and works without scripts. */
export function PeriodChoice({ choice, months }: Props) {
  const t = useTranslations('figures.period')
  return (
    <div className="mb-4 flex flex-wrap items-end gap-x-6 gap-y-2 print:hidden">
      <nav aria-label={t('label')}>
        <ul className="flex divide-x overflow-hidden rounded-md border border-border-strong bg-surface">
          {LAST_DAYS.map((days) => (
            <li key={days}>
              <a
                href={`/overview?period=${days}`}
                aria-current={days === choice ? 'page' : undefined}
                className={cn(
                  'flex min-h-11 items-center px-2.5 whitespace-nowrap sm:px-4 -outline-offset-2 focus-visible:-outline-offset-2 compact:min-h-9',
                  days === choice ? 'bg-action-soft font-medium text-action' : 'text-text-muted hover:text-text',
                )}
              >
                {t(days)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form action="/overview" className="flex items-end gap-3">
        <SelectField
          name="period"
          label={t('month')}
          defaultValue={months.includes(choice) ? choice : ''}
          placeholder={t('choose')}
          options={months.map((value) => ({
            value,
            label: t('monthOf', { year: value.slice(0, 4), month: value.slice(5) }),
          }))}
          className="w-48"
        />
        <Button type="submit">{t('show')}</Button>
      </form>
    </div>
  )
}
