import 'server-only'
import { openPerson } from '@/lib/accounts/person-fields'
import { database } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { maskedPhoneOf } from '@/lib/members/phones'

/** Someone who did something: staff by name and role, applicants by their masked number. */
export type DossierPerson = {
  isStaff: boolean
  /** Null when they have none, or were erased. */
  name: string | null
  phone: string | null
  /** Those of today. */
  roles: readonly StaffRole[]
}

/** Each person by id. */
export async function readPeople(ids: Iterable<string>): Promise<ReadonlyMap<string, DossierPerson>> {
  const rows = await database().user.findMany({
    where: { id: { in: [...new Set(ids)] } },
    include: { roles: { orderBy: { role: 'asc' } }, dataKey: true },
  })
  const people = rows.map(async (row) => {
    const [{ name }, phone] = await Promise.all([openPerson(row), maskedPhoneOf(row)])
    const roles = row.roles.map(({ role }) => role)
    return [row.id, { isStaff: name !== null || roles.length > 0, name, phone, roles }] as const
  })
  return new Map(await Promise.all(people))
}
