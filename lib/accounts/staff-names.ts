import 'server-only'
import { database, type Reader } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { openPerson } from './person-fields'

/** Returns the names of staff, and of the keys of systems, by id. People without a name, such as applicants, are left out. */
export async function staffNames(ids: Iterable<string>, reader: Reader = database()): Promise<Map<string, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  return namesOf({ id: { in: wanted } }, { id: { in: wanted } }, reader)
}

/** Returns all names that are known here: of staff, past and present, and of keys. */
export const allStaffNames = (): Promise<Map<string, string>> => namesOf({}, {}, database())

async function namesOf(of: Prisma.UserWhereInput, ofKeys: Prisma.ApiKeyWhereInput, reader: Reader) {
  const people = await reader.user.findMany({
    where: { AND: [of, { nameSealed: { not: null } }] },
    select: { id: true, nameSealed: true, emailSealed: true, dataKey: true },
  })
  const keys = await reader.apiKey.findMany({ where: ofKeys, select: { id: true, name: true } })
  const names = people.map(async (person) => [person.id, (await openPerson(person)).name ?? ''] as const)
  return new Map([...keys.map(({ id, name }) => [id, name] as const), ...(await Promise.all(names))])
}
