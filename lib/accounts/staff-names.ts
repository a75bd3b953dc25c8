import 'server-only'
import { database } from '@/lib/db/client'
import { openPerson } from './person-fields'

/** What staff are called, by id. Who has no name, as applicants don't, is left out. */
export async function staffNames(ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const people = await database().user.findMany({
    where: { id: { in: wanted }, nameSealed: { not: null } },
    select: { id: true, nameSealed: true, emailSealed: true, dataKey: true },
  })
  const names = people.map(async (person) => [person.id, (await openPerson(person)).name ?? ''] as const)
  return new Map(await Promise.all(names))
}
