import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { HOME_ZONE } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { SHOWN_DAYS } from './use-days'

/** Counts the requests of a key that were answered, each once, by the class of the status. */
export type UseCounts = { succeeded: number; refused: number; failed: number }

export type KeyUseView = {
  id: string
  name: string
  total: UseCounts
  /** Lists the days on which there were any, the latest first; YYYY-MM-DD in Shanghai. */
  days: ({ day: string } & UseCounts)[]
}

type Row = { id: string; name: string; day: string } & UseCounts

/**
 * Returns what each key was used for in the last 30 days, the busiest first; people who don't manage integrations see
 * none.
 */
export async function readKeyUses(actor: PersonActor): Promise<KeyUseView[]> {
  if (!can(actor, 'integrations.manage')) return []
  const rows = await database().$queryRaw<Row[]>`
    SELECT k.id, k.name, to_char(u.day, 'YYYY-MM-DD') AS day, u.succeeded, u.refused, u.failed
    FROM api_key_uses u
    JOIN api_keys k ON k.id = u.key_id
    WHERE u.day > (clock_timestamp() AT TIME ZONE ${HOME_ZONE})::date - ${SHOWN_DAYS}::int
    ORDER BY u.day DESC, k.id`
  const keys = new Map<string, KeyUseView>()
  for (const { id, name, ...day } of rows) {
    const key = keys.get(id) ?? { id, name, total: { succeeded: 0, refused: 0, failed: 0 }, days: [] }
    key.days.push(day)
    for (const kind of ['succeeded', 'refused', 'failed'] as const) key.total[kind] += day[kind]
    keys.set(id, key)
  }
  return [...keys.values()].toSorted((a, b) => sumOf(b.total) - sumOf(a.total))
}

const sumOf = ({ succeeded, refused, failed }: UseCounts): number => succeeded + refused + failed
