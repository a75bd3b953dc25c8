import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import { eventKey } from '@/lib/reports/event-key'
import type { ExportFilters } from '@/lib/reports/exports/schemas'
import type { NamedActor } from '@/lib/reports/read-actors'

type Props = { filters: Pick<ExportFilters, 'action' | 'actor'>; people: readonly NamedActor[] }

/** Chooses an event, and a person by name, of the audit log; the form sends the person's id. */
export function EventFilters({ filters, people }: Props) {
  const t = useTranslations('audit')
  return (
    <>
      <SelectField
        name="action"
        label={t('filters.action')}
        defaultValue={filters.action ?? ''}
        placeholder={t('filters.any')}
        options={AUDIT_ACTIONS.map((value) => ({ value, label: t(eventKey(value)) }))}
        className="sm:w-64"
      />
      <SelectField
        name="actor"
        label={t('filters.actor')}
        defaultValue={filters.actor ?? ''}
        placeholder={t('filters.any')}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
        className="sm:w-44"
      />
    </>
  )
}
