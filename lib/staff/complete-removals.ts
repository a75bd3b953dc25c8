import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { transaction } from '@/lib/db/client'
import { completeChangeIn, completeChangeOf, lapseChangeIn, overdueChanges } from './access-changes/complete-change'
import { returnClaimsAfter } from './return-claims-after'

/**
 * Ends the changes of access whose 72 hours are over: a removal that nobody could consent to is made effective, all
 * else lapses. Run by the worker.
 *
 * @returns how many became final
 */
export async function completeRemovals(): Promise<number> {
  let completed = 0
  for (const id of await transaction(overdueChanges)) {
    if (await complete(id)) completed++
    else await transaction((tx) => lapseChangeIn(tx, id))
  }
  return completed
}

/** Completes one removal. It skips one that is no longer possible, because roles changed or the person was disabled. */
async function complete(changeId: string): Promise<boolean> {
  try {
    return await transaction(async (tx) => {
      const change = await completeChangeIn(tx, changeId)
      if (change) await returnClaimsAfter(tx, change)
      return change !== null
    })
  } catch (error) {
    if (error instanceof DomainError) return false
    throw error
  }
}

/**
 * Makes the removal that waits for a person effective at once, for the operator of the machine.
 *
 * @param email of the person, as EmailAddress makes it
 * @returns false when none waits
 * @throws DomainError CONFLICT when roles were changed since it was requested, INVALID_STATE, LAST_ADMINISTRATOR
 */
export async function completeRemovalOf(email: string): Promise<boolean> {
  const emailIndex = await blindIndex('email', email)
  return transaction(async (tx) => {
    const person = await tx.user.findUnique({ where: { emailIndex }, select: { id: true } })
    const change = person && (await completeChangeOf(tx, person.id))
    if (change) await returnClaimsAfter(tx, change)
    return Boolean(change)
  })
}
