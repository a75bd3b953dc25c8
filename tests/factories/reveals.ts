import { newId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'

/** As if ID numbers had been shown to someone so many times, so many minutes ago. */
export async function shownBefore(personId: string, count: number, minutesAgo = 1): Promise<void> {
  const at = new Date((await databaseTime()).getTime() - minutesAgo * 60_000)
  await database().countedReveal.createMany({
    data: Array.from({ length: count }, () => ({ personId, kind: 'DECLARED' as const, subjectId: newId(), at })),
  })
}

/** What counts, or counted, for someone. */
export async function revealsOf(personId: string): Promise<string[]> {
  const rows = await database().countedReveal.findMany({ where: { personId }, orderBy: { at: 'asc' } })
  return rows.map(({ kind }) => kind)
}
