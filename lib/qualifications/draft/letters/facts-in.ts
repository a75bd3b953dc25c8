import 'server-only'
import { open } from '@/lib/crypto/fields'
import type { Letter } from '@/lib/db/generated/client'
import type { LetterFacts } from '@/lib/rulebook/letters/facts'
import { letterPlace } from '../../sealed'

/** Returns everything that is printed on a letter that was issued. @param key the key of its qualification */
export const factsIn = ({ id, factsSealed }: Pick<Letter, 'id' | 'factsSealed'>, key: Uint8Array): LetterFacts =>
  JSON.parse(open(key, letterPlace(id), factsSealed))
