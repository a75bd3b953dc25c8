import 'server-only'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { openPerson } from './person-fields'

/** What staff are called, by id. Who has no name, as applicants don't, is left out. */
export async function staffNames(ids: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return namesOf({ id: { in: wanted } })
}

/** What everyone is called who has a name here: staff, past and present. */
export const allStaffNames = (): Promise<Map<string, string>> => namesOf({})

async function namesOf(where: Prisma.UserWhereInput): Promise<Map<string, string>> {
  const people = await database().user.findMany({
    where: { AND: [where, { nameSealed: { not: null } }] },
    select: { id: true, nameSealed: true, emailSealed: true, dataKey: true },
  })
  const names = people.map(async (person) => [person.id, (await openPerson(person)).name ?? ''] as const)
  return new Map(await Promise.all(names))
}
