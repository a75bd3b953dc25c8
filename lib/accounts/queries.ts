import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { isId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { findAccessLink } from './access-links'
import { openInvitedEmail } from './invited-email'
import { tokenHash } from './link-token'
import { openPerson } from './person-fields'
import { visibleInvitations, visibleStaff } from './policy'

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

/** The colleagues, as `/people` shows them: those who joined first, first. */
export async function listStaff(actor: PersonActor) {
  const rows = await database().user.findMany({
    where: visibleStaff(actor),
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: COLLEAGUE,
  })
  return Promise.all(rows.map((row) => toColleague(actor, row)))
}

/** Null when it is nobody, or not theirs to see. */
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

/** Invitations that can still be used, newest first. The links themselves are nowhere. */
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

/** What the holder of a link is invited to; null when it is none, used, revoked or too old. */
export async function readInvitation(token: string) {
  const found = await database().invitation.findFirst({
    where: { AND: [{ tokenHash: tokenHash(token) }, await isOpen()] },
    select: { kind: true, roles: true, expiresAt: true },
  })
  return found && { ...found, roles: [...found.roles].sort() }
}

/** That it can be used, which takes that whoever gave it may still invite, and a second administrator where one is
 * asked for; `acceptInvitation` asks the same. */
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

/** What the holder of a link may do with it; null when it is none, used or too old. */
export async function readAccessLink(token: string) {
  const link = await findAccessLink(database(), token)
  return link && { kind: link.kind }
}
