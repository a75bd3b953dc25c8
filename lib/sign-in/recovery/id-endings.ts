import 'server-only'
import { createHash, timingSafeEqual } from 'node:crypto'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import type { WrappedKey } from '@/lib/crypto/parse-keyring'
import type { Reader } from '@/lib/db/client'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { fieldPlace } from '@/lib/qualifications/sealed'

/** Counts the last characters that prove knowledge of an ID number. */
export const ENDING_LENGTH = 6

/** Lists the fields with people's ID numbers, as the rulebooks name them. */
const ID_NUMBERS = ['person.idNumber', 'legalRep.idNumber', 'admin.idNumber']

type Row = WrappedKey & { id: string; submissionId: string; key: string; valueSealed: Uint8Array }

/**
 * Returns the ID numbers that a person's accounts declared last: their own, or those of administrators and legal
 * representatives. Erased ones are not among them, nor are those of test accounts, which are invented.
 */
export async function readIdNumbers(reader: Reader, userId: string): Promise<string[]> {
  const rows = await reader.$queryRaw<Row[]>`
    SELECT k.id::text, k.wrapped, k.keyring_id AS "keyringId", s.id::text AS "submissionId", f.key,
      f.value_sealed AS "valueSealed"
    FROM memberships m
    JOIN qualifications q ON q.account_id = m.account_id AND q.details_erased_at IS NULL
    JOIN submissions s ON s.qualification_id = q.id AND s.revision = q.revision
    JOIN declared_fields f ON f.submission_id = s.id AND f.key = ANY(${ID_NUMBERS})
    JOIN data_keys k ON k.id = q.data_key_id AND k.erased_at IS NULL
    WHERE m.user_id = ${userId}::uuid AND ${isLiveAccount('q.account_id')}`
  const numbers = await Promise.all(
    rows.map(async (row) => open(await unwrapDataKey(row), fieldPlace(row.submissionId, row.key), row.valueSealed)),
  )
  return [...new Set(numbers.map((number) => number.toUpperCase()))].filter(({ length }) => length >= ENDING_LENGTH)
}

/** Compares with every number, in the same time no matter which one matches. */
export function matchesEnding(numbers: readonly string[], ending: string): boolean {
  const given = digest(ending.toUpperCase())
  return numbers.map((number) => timingSafeEqual(digest(number.slice(-ENDING_LENGTH)), given)).some(Boolean)
}

const digest = (text: string) => createHash('sha256').update(text).digest()
