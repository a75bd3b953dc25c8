import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import type { RemovePhraseInput } from '../schemas'
import type { SavedPhrase } from './phrases'
import { readPhrases } from './read-phrases'

/** Removes one's own phrase, and returns those that remain. @throws DomainError FORBIDDEN, NOT_FOUND */
export async function removePhrase(actor: PersonActor, { phraseId: id }: RemovePhraseInput): Promise<SavedPhrase[]> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Reviews nothing')
  return transaction(async (tx) => {
    const { count } = await tx.savedPhrase.deleteMany({ where: { id, ownerId: actor.id } })
    if (count !== 1) throw new DomainError('NOT_FOUND', 'No such phrase of theirs')
    return readPhrases(actor.id, tx)
  })
}
