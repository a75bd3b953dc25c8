import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { transaction } from '@/lib/db/client'
import type { SavePhraseInput } from '../schemas'
import { PHRASES_MAX, type SavedPhrase } from './phrases'
import { phrasePlace, readPhrases } from './read-phrases'

/**
 * Saves a phrase of a reviewer, sealed under their own key, and returns all of theirs. One that they have is not saved
 * twice. It is no event: it is about no application.
 *
 * @throws DomainError FORBIDDEN, PHRASES_FULL
 */
export async function savePhrase(actor: PersonActor, { text }: SavePhraseInput): Promise<SavedPhrase[]> {
  if (!can(actor, 'review.decide')) throw new DomainError('FORBIDDEN', 'Reviews nothing')
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT FROM users WHERE id = ${actor.id}::uuid FOR NO KEY UPDATE` // one after another
    const saved = await readPhrases(actor.id, tx)
    if (saved.some((phrase) => phrase.text === text)) return saved
    if (saved.length >= PHRASES_MAX) {
      throw new DomainError('PHRASES_FULL', 'No room for another', { params: { max: PHRASES_MAX } })
    }
    const { dataKey } = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, select: { dataKey: true } })
    const id = newId()
    const textSealed = seal(await unwrapDataKey(dataKey), phrasePlace(id), text)
    await tx.savedPhrase.create({ data: { id, ownerId: actor.id, textSealed } })
    return [...saved, { id, text }]
  })
}
