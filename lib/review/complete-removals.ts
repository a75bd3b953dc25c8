import 'server-only'
import {
  completeChangeIn,
  completeChangeOf,
  lapseChangeIn,
  overdueChanges,
} from '@/lib/accounts/access-changes/complete-change'
import { DomainError } from '@/lib/core/errors'
import { blindIndex } from '@/lib/crypto/blind-index'
import { transaction } from '@/lib/db/client'
import { returnClaimsAfter } from './return-claims-after'

/**
 * Ends the changes of access whose 72 hours are over: a removal that nobody could consent to is made effective, all else
 * lapses. Run by the worker.
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

/** What can't be done any more, since roles were changed or the person was disabled, is not done. */
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
