import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import { QualificationKind } from '@/lib/db/generated/enums'
import { type QueueFilters as Filters, isNarrowed, PURPOSES, QUEUE_STATUSES } from '@/lib/review/queue-filters'

type Props = { filters: Filters /** As the rulebook offers them. */; types: readonly string[] }

/** A plain form that asks by GET: the address holds what is shown, and works without scripts. */
export function QueueFilters({ filters, types }: Props) {
  const t = useTranslations('review.queue')
  const rulebook = useTranslations('rulebook.options.organisation.type')
  const choices = {
    status: QUEUE_STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
    kind: Object.values(QualificationKind).map((value) => ({ value, label: t(`kinds.${value}`) })),
    type: types.map((value) => ({ value, label: rulebook(value) })),
    purpose: PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) })),
    use: (['OWN_USE', 'ON_BEHALF'] as const).map((value) => ({ value, label: t(`uses.${value}`) })),
    waiting: [{ value: 'over', label: t('over') }],
    revision: (['first', 'again'] as const).map((value) => ({ value, label: t(`revisions.${value}`) })),
  } as const
  return (
    <form
      action="/queue"
      aria-label={t('filters.label')}
      className="mb-3 grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:grid-cols-4 xl:grid-cols-[repeat(7,minmax(0,1fr))_auto]"
    >
      {(Object.keys(choices) as (keyof typeof choices)[]).map((name) => (
        <SelectField
          key={name}
          name={name}
          label={t(`filters.${name}`)}
          defaultValue={filters[name] ?? ''}
          {...(name === 'status' ? {} : { placeholder: t('filters.any') })}
          options={choices[name]}
        />
      ))}
      <div className="flex gap-2">
        <Button type="submit">{t('filters.apply')}</Button>
        {isNarrowed(filters) ? (
          <Button asChild variant="quiet">
            <a href="/queue">{t('filters.clear')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}
