import 'server-only'
import { ACTING_ADMINISTRATOR } from '@/lib/accounts/administrators'
import { database } from '@/lib/db/client'
import { readInvitation } from './invitations/queries'

/**
 * Says whether the link still makes the first administrator: nobody is one, and it was not used, replaced or left too
 * long.
 */
export async function isFirstLinkUsable(url: string): Promise<boolean> {
  const administrators = await database().user.count({ where: ACTING_ADMINISTRATOR })
  const token = new URL(url).pathname.split('/').at(-1) ?? ''
  return administrators === 0 && (await readInvitation(token)) !== null
}
