import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { openPersonField } from './person-fields'

/** What one is called, for one's own eyes; null when no name was given. */
export async function readOwnName(actor: PersonActor): Promise<string | null> {
  const user = await database().user.findUnique({
    where: { id: actor.id },
    select: { nameSealed: true, dataKey: true },
  })
  if (!user?.nameSealed) return null
  return openPersonField(await unwrapDataKey(user.dataKey), actor.id, 'name_sealed', user.nameSealed)
}
