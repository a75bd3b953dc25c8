import { useTranslations } from 'next-intl'
import { eventKey } from '@/lib/reports/event-key'
import type { ExportFilters } from '@/lib/reports/exports/schemas'
import type { NamedActor } from '@/lib/reports/read-actors'

/** Returns a function that puts each filter in words. */
export function useNarrowing(people: readonly NamedActor[] = []): (filters: ExportFilters) => string[] {
  const t = useTranslations()
  return ({ status, kind, action, actor, ...others }) => {
    const words = {
      status: status && t(`common.status.${status}`),
      kind: kind && t(`reports.kinds.${kind}`),
      action: action && t(`audit.${eventKey(action)}`),
      actor: people.find(({ id }) => id === actor)?.name ?? actor,
      ...others,
    }
    return Object.entries(words).flatMap(([name, value]) =>
      value ? [t('reports.narrowed', { name: t(`reports.filters.${name as keyof typeof words}`), value })] : [],
    )
  }
}
