import 'server-only'
import type { Actor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import type { Tx } from '@/lib/db/client'

/**
 * Removes all passkeys of an applicant whose number changes, or who shows by documents who they are: it is not known
 * who has them, and unlike a password they work without the number. The caller has locked the person.
 */
export async function removePasskeysOf(tx: Tx, actor: Pick<Actor, 'kind' | 'id'>, userId: string): Promise<void> {
  const removed = await tx.$queryRaw<{ id: string }[]>`
    DELETE FROM passkeys WHERE user_id = ${userId}::uuid RETURNING id::text`
  for (const { id: factorId } of removed) {
    const data = { factor: 'PASSKEY', factorId }
    await recordAudit(tx, actor, { action: 'factor.removed', subjectId: userId, data })
  }
}
