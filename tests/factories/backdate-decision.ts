import { database } from '@/lib/db/client'

/** Makes a qualification look as if it had been decided that many days earlier. Its records stay as they are. */
export async function backdateDecision(qualificationId: string, days: number): Promise<void> {
  await database().$executeRaw`
    UPDATE qualifications SET decided_at = decided_at - make_interval(days => ${days}::int)
    WHERE id = ${qualificationId}::uuid`
}
