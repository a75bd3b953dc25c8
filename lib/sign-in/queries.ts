import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { readPasskeys } from './factors/read-factors'

/** Returns how the actor can sign in other than by a code: whether by a password, and by which passkeys. */
export async function readOwnSignIn(actor: PersonActor) {
  const { passwordHash } = await database().user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { passwordHash: true },
  })
  return { hasPassword: passwordHash !== null, passkeys: await readPasskeys(actor.id) }
}
