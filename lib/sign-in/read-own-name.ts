import 'server-only'
import { openPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { WrappedKey } from '@/lib/crypto/parse-keyring'
import { database } from '@/lib/db/client'

/** Returns the actor's own name; null when none was given. */
export async function readOwnName(actor: PersonActor): Promise<string | null> {
  const [user] = await database().$queryRaw<(WrappedKey & { id: string; nameSealed: Uint8Array<ArrayBuffer> })[]>`
    SELECT k.id::text, k.wrapped, k.keyring_id AS "keyringId", u.name_sealed AS "nameSealed"
    FROM users u JOIN data_keys k ON k.id = u.data_key_id
    WHERE u.id = ${actor.id}::uuid AND u.name_sealed IS NOT NULL`
  return user ? openPersonField(await unwrapDataKey(user), actor.id, 'name_sealed', user.nameSealed) : null
}
