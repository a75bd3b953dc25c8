import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import { QualificationKind } from '@/lib/db/generated/enums'
import { type QueueFilters as Filters, QUEUE_STATUSES } from '@/lib/review/schemas'

/** A plain form that asks by GET: the address holds what is shown, and works without scripts. */
export function QueueFilters({ filters }: { filters: Filters }) {
  const t = useTranslations('review.queue')
  const isNarrowed = filters.status !== 'OPEN' || filters.kind || filters.revision || filters.reference
  return (
    <form action="/queue" aria-label={t('filters.label')} className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2">
      <SelectField
        name="status"
        label={t('filters.status')}
        defaultValue={filters.status}
        options={QUEUE_STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }))}
      />
      <SelectField
        name="kind"
        label={t('filters.kind')}
        defaultValue={filters.kind ?? ''}
        placeholder={t('filters.any')}
        options={Object.values(QualificationKind).map((value) => ({ value, label: t(`kinds.${value}`) }))}
      />
      <SelectField
        name="revision"
        label={t('filters.revision')}
        defaultValue={filters.revision ?? ''}
        placeholder={t('filters.any')}
        options={(['first', 'again'] as const).map((value) => ({ value, label: t(`revisions.${value}`) }))}
      />
      <Button type="submit">{t('filters.apply')}</Button>
      {isNarrowed ? (
        <Button asChild variant="quiet">
          <a href="/queue">{t('filters.clear')}</a>
        </Button>
      ) : null}
    </form>
  )
}
