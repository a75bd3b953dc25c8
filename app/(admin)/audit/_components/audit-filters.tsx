import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { TextField } from '@/components/forms/text-field'
import { Button } from '@/components/ui/button'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import type { AuditFilters as Filters } from '@/lib/reports/schemas'

/** A plain form that asks by GET: the address holds what is shown, and works without scripts. */
export function AuditFilters({ filters }: { filters: Omit<Filters, 'before'> }) {
  const t = useTranslations('audit')
  return (
    <form
      action="/audit"
      aria-label={t('filters.label')}
      className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2 max-sm:flex-col max-sm:items-stretch"
    >
      <SelectField
        name="action"
        label={t('filters.action')}
        defaultValue={filters.action ?? ''}
        placeholder={t('filters.any')}
        options={AUDIT_ACTIONS.map((value) => ({ value, label: t(`actions.${value}`) }))}
        className="sm:w-64"
      />
      <TextField
        name="reference"
        label={t('filters.reference')}
        defaultValue={filters.reference ?? ''}
        maxLength={40}
        spellCheck={false}
        width="half"
        className="sm:w-56"
      />
      <div className="flex gap-3">
        <Button type="submit">{t('filters.apply')}</Button>
        {filters.action || filters.reference ? (
          <Button asChild variant="quiet">
            <a href="/audit">{t('filters.clear')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}
