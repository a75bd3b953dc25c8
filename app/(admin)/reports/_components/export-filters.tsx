import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import type { ExportSubject } from '@/lib/reports/exports/formats'
import type { ExportFilters as Filters } from '@/lib/reports/exports/schemas'

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

type Props = { subject: ExportSubject; filters: Filters }

/** A plain form that asks by GET: the address holds what is chosen, and works without scripts. */
export function ExportFilters({ subject, filters }: Props) {
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
      {subject === 'AUDIT' ? <OfEvents filters={filters} /> : <OfQualifications filters={filters} />}
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

function OfEvents({ filters }: { filters: Filters }) {
  const t = useTranslations()
  return (
    <>
      <SelectField
        name="action"
        label={t('reports.filters.action')}
        defaultValue={filters.action ?? ''}
        placeholder={t('reports.filters.any')}
        options={AUDIT_ACTIONS.map((value) => ({ value, label: t(`audit.actions.${value}`) }))}
        className="sm:w-64"
      />
      <TextField
        name="actor"
        label={t('reports.filters.actor')}
        defaultValue={filters.actor}
        maxLength={36}
        spellCheck={false}
        width="half"
        className="sm:w-72"
      />
    </>
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
