import 'server-only'
import { maskedPhoneOf } from '@/lib/accounts/members/phones'
import { openPerson } from '@/lib/accounts/person-fields'
import { database } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { readRoleChanges, rolesThen } from './roles-then'

/**
 * Names who did something: staff by name and role, applicants by their masked number, systems of the platform by the
 * name of their key.
 */
export type DossierPerson = {
  isStaff: boolean
  /** The name is null when there is none, or when it was erased. */
  name: string | null
  phone: string | null
  /** Returns the roles that the person had at a time. */
  rolesAt: (at: Date) => readonly StaffRole[]
}

/** Returns the people, and the keys of systems, by id. */
export async function readPeople(ids: Iterable<string>): Promise<ReadonlyMap<string, DossierPerson>> {
  const unique = [...new Set(ids)]
  const wanted = { id: { in: unique } }
  const rows = await database().user.findMany({
    where: wanted,
    include: { roles: { orderBy: { role: 'asc' } }, dataKey: true },
  })
  const keys = await database().apiKey.findMany({ where: wanted, select: { id: true, name: true } })
  const changes = await readRoleChanges(unique)
  const systems = keys.map(({ id, name }) => [id, { isStaff: false, name, phone: null, rolesAt: () => [] }] as const)
  const people = rows.map(async (row) => {
    const [{ name }, phone] = await Promise.all([openPerson(row), maskedPhoneOf(row)])
    const roles = row.roles.map(({ role }) => role)
    const rolesAt = (at: Date) => rolesThen(changes.get(row.id) ?? [], roles, at)
    return [row.id, { isStaff: name !== null || roles.length > 0, name, phone, rolesAt }] as const
  })
  return new Map<string, DossierPerson>([...systems, ...(await Promise.all(people))])
}
