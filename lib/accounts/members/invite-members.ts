import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/core/languages/locales'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { messagingMode } from '@/lib/notifications/gateways/mode'
import type { Confirm, ConfirmedSession } from '../confirmed-act'
import { consumeOwnSend } from '../limits/sending-limits'
import { notifyPhone } from '../notices/notify'
import { lockMembers, requireMember } from './lock-members'
import { isOpen } from './open-invitations'
import { maskedPhoneOf, sealInvitedPhone } from './phones'

const LASTS = 14 * DAY

/**
 * Invites the people who have some phone numbers into an account, by a message to each. One confirmation is for all of
 * them, and either all are invited or nobody. The answer is the same whether or not a phone is registered. Only two
 * facts are given away, that a person is a member already or was already invited, and members see these anyway.
 *
 * @param phones E.164
 * @throws DomainError NOT_FOUND, RATE_LIMITED, ALREADY_MEMBER, ALREADY_INVITED; and what `confirm` throws
 */
export async function inviteMembers(
  actor: PersonActor,
  { accountId, phones }: { accountId: string; phones: readonly string[] },
  confirm: Confirm,
): Promise<{ ids: string[]; expiresAt: Date; session: ConfirmedSession }> {
  messagingMode() // refuses before any work when no message could be sent
  await requireMember(actor, accountId) // before the limits, so that strangers use up nobody's
  const use = await confirm('INVITE', accountId)
  const invited = await Promise.all(
    [...new Set(phones)].map(async (phone) => ({ phone, phoneIndex: await blindIndex('phone', phone) })),
  )
  for (const { phone } of invited) await consumeOwnSend(actor.id, { phone })

  return transaction(async (tx) => {
    const members = await lockMembers(tx, actor, accountId)
    const createdAt = await databaseTime(tx)
    const expiresAt = new Date(createdAt.getTime() + LASTS)
    const ids: string[] = []
    for (const one of invited) {
      await requireNew(tx, members, { ...one, accountId, now: createdAt })
      ids.push(await invite(tx, actor, { ...one, accountId, createdAt, expiresAt }))
    }
    return { ids, expiresAt, session: await use(tx) }
  })
}

type Members = Awaited<ReturnType<typeof lockMembers>>
type Invited = { accountId: string; phone: string; phoneIndex: Uint8Array<ArrayBuffer> }

/** @throws DomainError ALREADY_MEMBER, ALREADY_INVITED */
async function requireNew(tx: Tx, members: Members, { accountId, phoneIndex, now }: Invited & { now: Date }) {
  const isThisPhone = Buffer.from(phoneIndex)
  if (members.some(({ user }) => user.phoneIndex && isThisPhone.equals(user.phoneIndex))) {
    throw new DomainError('ALREADY_MEMBER', 'The phone of a member', { subjectId: accountId })
  }
  const pending = await tx.memberInvitation.count({ where: { AND: [{ accountId, phoneIndex }, isOpen(now)] } })
  if (pending > 0) throw new DomainError('ALREADY_INVITED', 'Not answered yet', { subjectId: accountId })
}

async function invite(tx: Tx, actor: PersonActor, invited: Invited & { createdAt: Date; expiresAt: Date }) {
  const { accountId, phone, phoneIndex, createdAt, expiresAt } = invited
  const id = newId()
  const { id: dataKeyId, key } = await createDataKey(tx)
  const phoneSealed = sealInvitedPhone(key, id, phone)
  await tx.memberInvitation.create({
    data: { id, accountId, dataKeyId, phoneSealed, phoneIndex, invitedById: actor.id, createdAt, expiresAt },
  })
  const event = { action: 'account.member_invited', subjectId: accountId, data: { invitationId: id } } as const
  await recordAudit(tx, actor, event, { using: 'qualification.own' })
  const inviter = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
  const params = { inviter: (await maskedPhoneOf(inviter)) ?? '' }
  const locale = await languageOf(tx, phoneIndex, inviter.locale)
  await notifyPhone(tx, { phone, aboutAccount: accountId, locale, template: 'MEMBER_INVITED', params, expiresAt })
  return id
}

/** Returns the language of the person who has the phone, or else the inviter's. */
async function languageOf(tx: Tx, phoneIndex: Uint8Array<ArrayBuffer>, otherwise: string | null): Promise<Locale> {
  const known = await tx.user.findUnique({ where: { phoneIndex }, select: { locale: true } })
  return [known?.locale, otherwise].find(isLocale) ?? DEFAULT_LOCALE
}
