'use client'
import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import { QualificationKind } from '@/lib/db/generated/enums'
import { PURPOSES, QUEUE_STATUSES } from '@/lib/review/queue/queue-choices'

type Name = 'status' | 'kind' | 'type' | 'purpose' | 'use' | 'waiting' | 'revision'

type Props = {
  /** Holds what is chosen. */
  chosen: Readonly<Partial<Record<Name, string | undefined>>>
  isNarrowed: boolean
  /** Lists the types of organisations, as the rulebook offers and names them. */
  types: readonly { value: string; label: string }[]
}

/** Sends the filters by GET: the address contains what is shown, and it works without scripts. */
export function QueueFilters({ chosen, isNarrowed, types }: Props) {
  const t = useTranslations('review.queue')
  const choices = {
    status: QUEUE_STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
    kind: Object.values(QualificationKind).map((value) => ({ value, label: t(`kinds.${value}`) })),
    type: types,
    purpose: PURPOSES.map((value) => ({ value, label: t(`purposes.${value}`) })),
    use: (['OWN_USE', 'ON_BEHALF'] as const).map((value) => ({ value, label: t(`uses.${value}`) })),
    waiting: [{ value: 'over', label: t('over') }],
    revision: (['first', 'again'] as const).map((value) => ({ value, label: t(`revisions.${value}`) })),
  } satisfies Record<Name, Props['types']>
  return (
    <form
      action="/queue"
      aria-label={t('filters.label')}
      className="mb-3 grid grid-cols-2 items-end gap-x-3 gap-y-2 sm:grid-cols-4 xl:grid-cols-[repeat(7,minmax(0,1fr))_auto]"
    >
      {(Object.keys(choices) as Name[]).map((name) => (
        <SelectField
          key={name}
          name={name}
          label={t(`filters.${name}`)}
          defaultValue={chosen[name] ?? ''}
          {...(name === 'status' ? {} : { placeholder: t('filters.any') })}
          options={choices[name]}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button type="submit">{t('filters.apply')}</Button>
        {isNarrowed ? (
          <Button asChild variant="quiet">
            <a href="/queue">{t('filters.clear')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}
