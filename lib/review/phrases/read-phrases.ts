import 'server-only'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { type FieldPlace, open } from '@/lib/crypto/fields'
import { database, type Reader } from '@/lib/db/client'
import type { SavedPhrase } from './phrases'

export const phrasePlace = (row: string): FieldPlace => ({ table: 'saved_phrases', column: 'text_sealed', row })

/** Returns the saved phrases of a person, in the order in which they were saved. Nobody else reads them. */
export async function readPhrases(ownerId: string, reader: Reader = database()): Promise<SavedPhrase[]> {
  const owner = await reader.user.findUniqueOrThrow({
    where: { id: ownerId },
    select: { dataKey: true, savedPhrases: { orderBy: { savedAt: 'asc' } } },
  })
  if (owner.savedPhrases.length === 0) return []
  const key = await unwrapDataKey(owner.dataKey)
  return owner.savedPhrases.map(({ id, textSealed }) => ({ id, text: open(key, phrasePlace(id), textSealed) }))
}
