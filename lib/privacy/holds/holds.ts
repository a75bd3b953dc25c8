import 'server-only'
import type { Reader } from '@/lib/db/client'

/**
 * Returns which qualifications are under a legal hold, their own or their account's. Run it as a statement of its own
 * after their rows were locked: placing a hold locks the same rows, so that one of the two comes first.
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
