import 'server-only'
import { type FieldPlace, open } from '@/lib/crypto/fields'
import { type KeyText, keyText, unwrapKeyText } from '@/lib/crypto/key-text'
import { database, type Reader } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { SavedPhrase } from './phrases'

export const phrasePlace = (row: string): FieldPlace => ({ table: 'saved_phrases', column: 'text_sealed', row })

/** Holds the phrases of a person as they are stored, with the key of the person. */
export type StoredPhrases = { key: KeyText; phrases: readonly { id: string; sealed: string }[] }

/** Selects the phrases of a person in one value, for a statement that reads more. */
export const storedPhrases = (ownerId: string): Prisma.Sql => Prisma.sql`(
  SELECT jsonb_build_object('key', ${keyText('k')}, 'phrases', ARRAY(
    SELECT jsonb_build_object('id', h.id, 'sealed', encode(h.text_sealed, 'hex'))
    FROM saved_phrases h WHERE h.owner_id = u.id ORDER BY h.saved_at))
  FROM users u JOIN data_keys k ON k.id = u.data_key_id WHERE u.id = ${ownerId}::uuid)`

/** Returns the saved phrases of a person, in the order in which they were saved. Nobody else reads them. */
export async function readPhrases(ownerId: string, reader: Reader = database()): Promise<SavedPhrase[]> {
  const [row] = await reader.$queryRaw<[{ stored: StoredPhrases }]>`SELECT ${storedPhrases(ownerId)} AS stored`
  return openPhrases(row.stored)
}

/** Opens what `storedPhrases` selected. */
export async function openPhrases(stored: StoredPhrases): Promise<SavedPhrase[]> {
  if (stored.phrases.length === 0) return []
  const key = await unwrapKeyText(stored.key)
  return stored.phrases.map(({ id, sealed }) => ({ id, text: open(key, phrasePlace(id), Buffer.from(sealed, 'hex')) }))
}
