import 'server-only'
import { database } from '@/lib/db/client'

/** Where a link was mailed is forgotten when it is used or revoked, and here when it has run out. */
export async function purgeInvitedEmails(): Promise<void> {
  await database().$executeRaw`
    UPDATE invitations SET email_sealed = NULL WHERE email_sealed IS NOT NULL AND expires_at < clock_timestamp()`
}
