import 'server-only'
import type { Reader } from '@/lib/db/client'

/**
 * Those of the qualifications that a legal hold lies on, their own or their account's. Asked by a statement of its own
 * after their rows were locked: who places a hold locks them too, so that one of the two comes first.
 */
export async function heldAmong(reader: Reader, qualificationIds: readonly string[]): Promise<Set<string>> {
  const held = await reader.qualification.findMany({
    where: {
      id: { in: [...qualificationIds] },
      OR: [{ legalHolds: { some: { liftedAt: null } } }, { account: { legalHolds: { some: { liftedAt: null } } } }],
    },
    select: { id: true },
  })
  return new Set(held.map(({ id }) => id))
}
