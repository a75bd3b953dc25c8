import 'server-only'
import { tokenHash } from '@/lib/accounts/link-token'
import { openPerson } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { isId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { findAccessLink } from '@/lib/sign-in/access-links'
import { visibleInvitations, visibleStaff } from '../policy'
import { openInvitedEmail } from './invited-email'

const COLLEAGUE = {
  id: true,
  status: true,
  nameSealed: true,
  emailSealed: true,
  dataKey: true,
  createdAt: true,
  disabledAt: true,
  blockedAt: true,
  roles: { select: { role: true }, orderBy: { role: 'asc' } },
  totpSecret: { select: { userId: true } },
  _count: { select: { passkeys: true } },
} as const satisfies Prisma.UserSelect

/** Returns the staff as `/people` shows them, by the date on which they joined. */
export async function listStaff(actor: PersonActor) {
  const rows = await database().user.findMany({
    where: visibleStaff(actor),
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: COLLEAGUE,
  })
  return Promise.all(rows.map((row) => toColleague(actor, row)))
}

/** Returns a person, or null when the actor may not see them. */
export async function readPerson(actor: PersonActor, userId: string) {
  if (!isId(userId)) return null
  const row = await database().user.findFirst({
    where: { AND: [{ id: userId }, visibleStaff(actor)] },
    select: COLLEAGUE,
  })
  return row ? toColleague(actor, row) : null
}

async function toColleague(actor: PersonActor, row: Prisma.UserGetPayload<{ select: typeof COLLEAGUE }>) {
  const { id, status, createdAt, disabledAt, blockedAt } = row
  const { name, email } = await openPerson(row)
  const roles = row.roles.map(({ role }) => role).sort()
  const hasFactor = row.totpSecret !== null || row._count.passkeys > 0
  return { id, name, email, status, roles, createdAt, disabledAt, blockedAt, hasFactor, isSelf: id === actor.id }
}

/** Returns the invitations that can still be used, newest first. The links themselves are stored nowhere. */
export async function listInvitations(actor: PersonActor) {
  const rows = await database().invitation.findMany({
    where: { AND: [visibleInvitations(actor), await isOpen()] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: { invitedBy: { include: { dataKey: true } } },
  })
  return Promise.all(
    rows.map(async (row) => {
      const { id, roles, createdAt, expiresAt, invitedBy } = row
      const inviter = invitedBy ? await openPerson(invitedBy) : null
      const email = invitedBy ? await openInvitedEmail(invitedBy.dataKey, row) : null
      return { id, roles: [...roles].sort(), email, createdAt, expiresAt, invitedBy: inviter?.name ?? null }
    }),
  )
}

/** Returns the invitation of a link; null when it is unknown, used, revoked or too old. */
export async function readInvitation(token: string) {
  const found = await database().invitation.findFirst({
    where: { AND: [{ tokenHash: tokenHash(token) }, await isOpen()] },
    select: { kind: true, roles: true, expiresAt: true },
  })
  return found && { ...found, roles: [...found.roles].sort() }
}

/**
 * Returns a filter for usable invitations: the sender may still invite, and a second administrator consented where one
 * is required. `acceptInvitation` checks the same.
 */
async function isOpen(): Promise<Prisma.InvitationWhereInput> {
  const mayInvite = { status: 'ACTIVE', roles: { some: { role: 'ADMIN' } } } as const
  return {
    usedAt: null,
    revokedAt: null,
    expiresAt: { gt: await databaseTime() },
    AND: [
      { OR: [{ invitedById: null }, { invitedBy: mayInvite }] },
      { OR: [{ accessChange: { is: null } }, { accessChange: { state: 'CONFIRMED' } }] },
    ],
  }
}

/** Returns what the holder of a link may do with it; null when it is unknown, used or too old. */
export async function readAccessLink(token: string) {
  const link = await findAccessLink(database(), token)
  return link && { kind: link.kind }
}
