import { useTranslations } from 'next-intl'
import { EventFilters } from '@/app/(admin)/_components/event-filters'
import { SelectField } from '@/components/forms/select-field'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import type { ExportSubject } from '@/lib/db/generated/enums'
import type { ExportFilters as Filters } from '@/lib/reports/exports/schemas'
import type { NamedActor } from '@/lib/reports/read-actors'

const STATUSES = [
  'SUBMITTED',
  'IN_REVIEW',
  'CHANGES_REQUESTED',
  'APPROVED',
  'SUSPENDED',
  'REVOKED',
  'EXPIRED',
  'REJECTED',
  'WITHDRAWN',
] as const
const KINDS = ['INDIVIDUAL', 'ORGANISATION'] as const

type Props = {
  subject: ExportSubject
  filters: Filters
  /** The people whose events an export of the log can be narrowed to. */
  people: readonly NamedActor[]
}

/** Sends the filters by GET: the address contains what is chosen, and it works without scripts. */
export function ExportFilters({ subject, filters, people }: Props) {
  const t = useTranslations('reports.filters')
  return (
    <form
      action="/reports"
      aria-label={t('label')}
      className="flex flex-wrap items-end gap-x-3 gap-y-2 max-sm:flex-col max-sm:items-stretch"
    >
      <input type="hidden" name="subject" value={subject} />
      <TextField type="date" name="from" label={t('from')} defaultValue={filters.from} width="short" />
      <TextField type="date" name="until" label={t('until')} defaultValue={filters.until} width="short" />
      {subject === 'AUDIT' ? (
        <EventFilters filters={filters} people={people} />
      ) : (
        <OfQualifications filters={filters} />
      )}
      <TextField
        name="reference"
        label={t('reference')}
        defaultValue={filters.reference}
        maxLength={40}
        spellCheck={false}
        width="half"
        className="sm:w-56"
      />
      <div className="flex gap-3">
        <Button type="submit">{t('count')}</Button>
        {Object.keys(filters).length > 0 ? (
          <Button asChild variant="quiet">
            <a href={`/reports?subject=${subject}`}>{t('clear')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}

function OfQualifications({ filters }: { filters: Filters }) {
  const t = useTranslations()
  return (
    <>
      <SelectField
        name="status"
        label={t('reports.filters.status')}
        defaultValue={filters.status ?? ''}
        placeholder={t('reports.filters.any')}
        options={STATUSES.map((value) => ({ value, label: t(`common.status.${value}`) }))}
        className="sm:w-52"
      />
      <SelectField
        name="kind"
        label={t('reports.filters.kind')}
        defaultValue={filters.kind ?? ''}
        placeholder={t('reports.filters.any')}
        options={KINDS.map((value) => ({ value, label: t(`reports.kinds.${value}`) }))}
        className="sm:w-44"
      />
    </>
  )
}
