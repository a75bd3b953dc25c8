import { database } from '@/lib/db/client'

/** As if a qualification had been decided so many days earlier. What was recorded of it stays as it is. */
export async function outlast(qualificationId: string, days: number): Promise<void> {
  await database().$executeRaw`
    UPDATE qualifications SET decided_at = decided_at - make_interval(days => ${days}::int)
    WHERE id = ${qualificationId}::uuid`
}
