import type { CurrentCondition } from '@/lib/worker/incidents/current-conditions'
import type { Operations } from '@/lib/worker/operations/read-operations'

/** Describes what the page lists: each condition, and the store that the portal can't work without. */
export type Subject = Omit<CurrentCondition, 'kind'> & {
  /** Names the place of the words `watched`, `title`, `text` and `todo`. */
  words: `conditions.${CurrentCondition['kind']}` | 'operations.store'
}

/** The database is not one of them: without it there is no page. */
export function subjectsOf({ conditions, isStoreWritable }: Operations): Subject[] {
  const store: Subject = {
    words: 'operations.store',
    state: isStoreWritable ? 'DOES_NOT_HOLD' : 'HOLDS',
    details: {},
    since: null,
    isIncident: false,
  }
  return [store, ...conditions.map(({ kind, ...rest }): Subject => ({ words: `conditions.${kind}`, ...rest }))]
}
