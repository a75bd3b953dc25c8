import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'

/** Records that ID numbers were shown to a person that many times, that many minutes ago. */
export async function shownBefore(personId: string, count: number, minutesAgo = 1): Promise<void> {
  const at = new Date((await databaseTime()).getTime() - minutesAgo * 60_000)
  await database().countedReveal.createMany({
    data: Array.from({ length: count }, () => ({ personId, kind: 'DECLARED' as const, subjectId: newId(), at })),
  })
}

/** Returns the reveals that count, or counted, for a person. */
export async function revealsOf(personId: string): Promise<string[]> {
  const rows = await database().countedReveal.findMany({ where: { personId }, orderBy: { at: 'asc' } })
  return rows.map(({ kind }) => kind)
}
