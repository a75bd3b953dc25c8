import 'server-only'
import { can, type PersonActor } from '@/lib/actor/actor'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { isOpen } from './open-invitations'
import { maskedInvitedPhone, maskedPhoneOf } from './phones'
import { ownAccounts } from './policy'

const PERSON = { id: true, phoneSealed: true, dataKey: true } as const satisfies Prisma.UserSelect
const EARLIEST_FIRST = [
  { createdAt: 'asc' },
  { userId: 'asc' },
] as const satisfies Prisma.MembershipOrderByWithRelationInput[]

/** Names an account to its members, by its longest-standing member. */
export type AccountLabel = { id: string; isOwn: boolean; founder: string | null }

/** Returns the accounts that the actor may act for, their own first. */
export async function listAccounts(actor: PersonActor): Promise<AccountLabel[]> {
  const rows = await database().account.findMany({
    where: ownAccounts(actor),
    orderBy: { createdAt: 'asc' },
    select: { id: true, members: { orderBy: [...EARLIEST_FIRST], take: 1, select: { user: { select: PERSON } } } },
  })
  const labels = await Promise.all(rows.map(async ({ id, members }) => ({ id, ...(await founderOf(actor, members)) })))
  return labels.sort((a, b) => Number(b.isOwn) - Number(a.isOwn))
}

type Founders = readonly { user: Prisma.UserGetPayload<{ select: typeof PERSON }> }[]

async function founderOf(actor: PersonActor, [first]: Founders) {
  return { isOwn: first?.user.id === actor.id, founder: first ? await maskedPhoneOf(first.user) : null }
}

export type AccountMembers = Awaited<ReturnType<typeof readMembers>>

/**
 * Returns the members of an account of the actor's and its unanswered invitations, or nobody when the account is not
 * theirs.
 */
export async function readMembers(actor: PersonActor, accountId: string) {
  const where = { AND: [{ accountId }, { account: ownAccounts(actor) }] }
  const now = await databaseTime()
  const [members, invitations] = await Promise.all([
    database().membership.findMany({
      where,
      orderBy: [...EARLIEST_FIRST],
      select: { createdAt: true, user: { select: PERSON } },
    }),
    database().memberInvitation.findMany({
      where: { AND: [where, isOpen(now)] },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      include: { dataKey: true },
    }),
  ])
  return {
    members: await Promise.all(
      members.map(async ({ createdAt: since, user }) => {
        return { userId: user.id, phone: await maskedPhoneOf(user), since, isSelf: user.id === actor.id }
      }),
    ),
    invitations: await Promise.all(
      invitations.map(async (invitation) => {
        const { id, createdAt, expiresAt } = invitation
        return { id, phone: await maskedInvitedPhone(invitation), createdAt, expiresAt }
      }),
    ),
  }
}

/** Returns the invitations to the actor's own phone that can still be answered, newest first. */
export async function listInvitationsTo(actor: PersonActor) {
  if (!can(actor, 'account.manage')) return []
  const me = await database().user.findUnique({ where: { id: actor.id }, select: { phoneIndex: true } })
  if (!me?.phoneIndex) return []
  const rows = await database().memberInvitation.findMany({
    where: { AND: [{ phoneIndex: me.phoneIndex }, isOpen(await databaseTime())] },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, expiresAt: true, invitedBy: { select: PERSON } },
  })
  return Promise.all(
    rows.map(async ({ id, expiresAt, invitedBy }) => ({ id, expiresAt, inviter: await maskedPhoneOf(invitedBy) })),
  )
}
