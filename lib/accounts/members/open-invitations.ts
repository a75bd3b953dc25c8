import type { Prisma } from '@/lib/db/generated/client'

/** Returns a filter for invitations that can still be answered. Combine it with AND. */
export function isOpen(now: Date): Prisma.MemberInvitationWhereInput {
  return { acceptedAt: null, declinedAt: null, revokedAt: null, expiresAt: { gt: now } }
}
