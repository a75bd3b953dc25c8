import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { findDraft } from '../draft/draft'
import { endPhonesIn } from './end-phones'

/**
 * Revokes the link to a letter. Any member of the account may, not only the one who made it. Ended already: nothing
 * happens.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE
 */
export async function stopLetterLink(
  actor: PersonActor,
  { qualificationId, letter }: { qualificationId: string; letter: DocumentKind },
): Promise<void> {
  await transaction(async (tx) => {
    await findDraft(tx, actor, qualificationId)
    await endPhonesIn(tx, actor, { qualificationId, letter }, 'STOPPED')
  })
}
