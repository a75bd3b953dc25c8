import 'server-only'
import { database } from '@/lib/db/client'

/** Deletes the mail addresses of expired invitations. Those of used and revoked ones were deleted then. */
export async function purgeInvitedEmails(): Promise<void> {
  await database().$executeRaw`
    UPDATE invitations SET email_sealed = NULL WHERE email_sealed IS NOT NULL AND expires_at < clock_timestamp()`
}
