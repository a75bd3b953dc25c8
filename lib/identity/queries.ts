import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { database } from '@/lib/db/client'

/** How one signs in: whether by a password too. */
export async function readOwnSignIn(actor: PersonActor): Promise<{ hasPassword: boolean }> {
  const { passwordHash } = await database().user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { passwordHash: true },
  })
  return { hasPassword: passwordHash !== null }
}
