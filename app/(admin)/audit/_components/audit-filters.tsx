import { useTranslations } from 'next-intl'
import { EventFilters } from '@/app/(admin)/_components/event-filters'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import type { NamedActor } from '@/lib/reports/read-actors'
import type { AuditFilters as Filters } from '@/lib/reports/schemas'

type Props = { filters: Omit<Filters, 'before'>; people: readonly NamedActor[]; isNarrowed: boolean }

/** Sends the filters by GET: the address contains what is shown, and it works without scripts. */
export function AuditFilters({ filters, people, isNarrowed }: Props) {
  const t = useTranslations('audit')
  return (
    <form
      action="/audit"
      aria-label={t('filters.label')}
      className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2 max-sm:flex-col max-sm:items-stretch"
    >
      <TextField type="date" name="from" label={t('filters.from')} defaultValue={filters.from} width="short" />
      <TextField type="date" name="until" label={t('filters.until')} defaultValue={filters.until} width="short" />
      <EventFilters filters={filters} people={people} />
      <TextField
        name="reference"
        label={t('filters.reference')}
        defaultValue={filters.reference ?? ''}
        maxLength={40}
        spellCheck={false}
        width="half"
        className="sm:w-52"
      />
      <div className="flex gap-3">
        <Button type="submit">{t('filters.apply')}</Button>
        {isNarrowed ? (
          <Button asChild variant="quiet">
            <a href="/audit">{t('filters.clear')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}
