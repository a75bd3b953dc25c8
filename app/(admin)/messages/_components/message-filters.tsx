import { useTranslations } from 'next-intl'
import { SelectField } from '@/components/forms/select-field'
import { Button } from '@/components/ui/button'
import { Channel, OutboxState } from '@/lib/db/generated/enums'
import type { MessageFilters as Filters } from '@/lib/notifications/outbox/schemas'
import { MESSAGE_TEMPLATES } from '@/lib/notifications/templates'

const FIELDS = [
  { name: 'state', values: Object.values(OutboxState), words: 'states', className: 'sm:w-40' },
  { name: 'template', values: MESSAGE_TEMPLATES, words: null, className: 'sm:w-56' },
  { name: 'channel', values: Object.values(Channel), words: 'channels', className: 'sm:w-40' },
] as const

/** Sends the filters by GET: the address contains what is shown, and it works without scripts. */
export function MessageFilters({ filters }: { filters: Omit<Filters, 'after'> }) {
  const t = useTranslations('outbox')
  const names = useTranslations('messages')
  return (
    <form
      action="/messages"
      aria-label={t('filters.label')}
      className="mb-3 flex flex-wrap items-end gap-x-3 gap-y-2 max-sm:flex-col max-sm:items-stretch"
    >
      {FIELDS.map(({ name, values, words, className }) => (
        <SelectField
          key={name}
          name={name}
          label={t(`filters.${name}`)}
          defaultValue={filters[name] ?? ''}
          placeholder={t('filters.any')}
          options={values.map((value) => ({
            value,
            label: words ? t(`${words}.${value}` as 'states.SENT') : names(`${value}.name`),
          }))}
          className={className}
        />
      ))}
      <div className="flex gap-3">
        <Button type="submit">{t('filters.apply')}</Button>
        {Object.values(filters).some(Boolean) ? (
          <Button asChild variant="quiet">
            <a href="/messages">{t('filters.clear')}</a>
          </Button>
        ) : null}
      </div>
    </form>
  )
}
