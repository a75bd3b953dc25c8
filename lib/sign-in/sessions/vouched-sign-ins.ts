import 'server-only'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'

const SHOWN = 20

/**
 * Returns the last times at which a platform signed the actor in by its word alone, with the name of its key. Nobody is
 * sent a message about them, and each such session is over soon: this is where its person sees them afterwards.
 *
 * @throws DomainError FORBIDDEN for a person who proved nothing here
 */
export async function listVouchedSignIns(actor: PersonActor) {
  requireApplicant(actor)
  const rows = await database().session.findMany({
    where: { userId: actor.id, onlyAccountId: { not: null }, handover: { isNot: null } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
    select: { id: true, createdAt: true, handover: { select: { apiKey: { select: { name: true } } } } },
  })
  return rows.map(({ id, createdAt: at, handover }) => ({ id, at, by: handover?.apiKey.name ?? '' }))
}
