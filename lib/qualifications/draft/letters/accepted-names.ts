import 'server-only'
import { legalName } from '@/lib/core/operator'
import type { Letter } from '@/lib/db/generated/client'
import { addressee } from '@/lib/rulebook/letters/addressee'
import { factsIn } from './facts-in'

/**
 * Returns the names by which a letter may address the platform: in a draft the present one; in what was submitted those
 * of the letters issued until then, since a name that changes later makes nothing void. While the operator has no name,
 * nothing says that it has another one than before.
 */
export function acceptedNames(
  issued: readonly Pick<Letter, 'id' | 'issuedAt' | 'factsSealed'>[],
  key: Uint8Array,
  submittedAt?: Date,
): string[] {
  if (!submittedAt && legalName()) return [addressee()]
  const before = issued.filter(({ issuedAt }) => !submittedAt || issuedAt <= submittedAt)
  const names = new Set(before.map((letter) => factsIn(letter, key).platform))
  return names.size > 0 ? [...names] : [addressee()]
}
