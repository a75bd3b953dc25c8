import 'server-only'
import { allStaffNames } from '@/lib/accounts/staff-names'
import { type Actor, can } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'

/** A person by whose events the log is narrowed. */
export type NamedActor = { id: string; name: string }

/**
 * Returns the staff, past and present, by name; those of the same name with the end of their ids. A chosen person who
 * is none of them, such as an applicant, is among them by the id.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readActors(actor: Actor, chosen: string | undefined): Promise<NamedActor[]> {
  if (!can(actor, 'audit.read')) throw new DomainError('FORBIDDEN', 'Not of the audit log')
  const names = await allStaffNames()
  const known = [...names.values()]
  const isShared = (name: string) => known.indexOf(name) !== known.lastIndexOf(name)
  const people = [...names]
    .map(([id, name]) => ({ id, name: isShared(name) ? `${name} · ${id.slice(-4)}` : name }))
    .toSorted(byName)
  return chosen && !names.has(chosen) ? [...people, { id: chosen, name: chosen }] : people
}

const COLLATOR = new Intl.Collator('zh-CN')
const byName = (a: NamedActor, b: NamedActor) => COLLATOR.compare(a.name, b.name) || (a.id < b.id ? -1 : 1)
