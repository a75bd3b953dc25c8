import 'server-only'
import { type PersonActor, type PhoneActor, personOf } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import { findDraft } from '../draft/draft'
import { endPhonesIn } from './end-phones'

/**
 * Ends the phone of a draft from where its code was shown. Any member of the account may, not only the one who made it.
 * Ended already: nothing happens.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function stopPhone(actor: PersonActor, { qualificationId }: { qualificationId: string }): Promise<void> {
  await transaction(async (tx) => {
    await findDraft(tx, actor, qualificationId)
    await endPhonesIn(tx, actor, { qualificationId, letter: null }, 'STOPPED')
  })
}

/** Ends a phone from itself, or a link from a browser that opened it. */
export async function finishPhone(phone: PhoneActor): Promise<void> {
  const { phoneSessionId } = phone
  await transaction((tx) => endPhonesIn(tx, personOf(phone), { phoneSessionId }, 'FINISHED'))
}
