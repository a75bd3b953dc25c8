import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { findDraft } from '@/lib/qualifications/draft/draft'
import { type IssuedLetter, issueNew } from '@/lib/qualifications/draft/letters/issue-letters'

/**
 * Issues the letters of a draft for a client, as `issueLetters` does: the same facts are the same letters.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN, INVALID_STATE, CONFLICT, INCOMPLETE, OPERATOR_UNNAMED
 */
export const issueLettersFor = async (client: ClientActor, qualificationId: string): Promise<IssuedLetter[]> =>
  issueNew(client, await findDraft(database(), client, qualificationId))
