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
import { requireFreshCode } from '../limits/fresh-factor'
import { consumeOwnSend } from '../limits/rate-limits'
import { notifyPhone } from '../notices/notify'
import { lockMembers } from './lock-members'
import { isOpen } from './open-invitations'
import { maskedPhoneOf, sealInvitedPhone } from './phones'

const LASTS = 14 * DAY

/**
 * Invites the person who has a phone number into an account, by a message to it. The answer is the same whether or not
 * that phone is registered. Only two facts are given away, that the person is a member already or was already invited,
 * and members see these anyway.
 *
 * @param phone E.164
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED, RATE_LIMITED, ALREADY_MEMBER, ALREADY_INVITED
 */
export async function inviteMember(actor: PersonActor, { accountId, phone }: { accountId: string; phone: string }) {
  messagingMode() // refuses before any work when no message could be sent
  await transaction(async (tx) => {
    await lockMembers(tx, actor, accountId) // before the limits, so that strangers use up nobody's
    await requireFreshCode(tx, actor, accountId)
  })
  await consumeOwnSend(actor.id, { phone })
  const phoneIndex = await blindIndex('phone', phone)

  return transaction(async (tx) => {
    const members = await lockMembers(tx, actor, accountId)
    const now = await databaseTime(tx)
    const isThisPhone = Buffer.from(phoneIndex)
    if (members.some(({ user }) => user.phoneIndex && isThisPhone.equals(user.phoneIndex))) {
      throw new DomainError('ALREADY_MEMBER', 'The phone of a member', { subjectId: accountId })
    }
    const pending = await tx.memberInvitation.count({ where: { AND: [{ accountId, phoneIndex }, isOpen(now)] } })
    if (pending > 0) throw new DomainError('ALREADY_INVITED', 'Not answered yet', { subjectId: accountId })

    const id = newId()
    const expiresAt = new Date(now.getTime() + LASTS)
    const { id: dataKeyId, key } = await createDataKey(tx)
    const phoneSealed = sealInvitedPhone(key, id, phone)
    await tx.memberInvitation.create({
      data: { id, accountId, dataKeyId, phoneSealed, phoneIndex, invitedById: actor.id, createdAt: now, expiresAt },
    })
    const event = { action: 'account.member_invited', subjectId: accountId, data: { invitationId: id } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    const inviter = await tx.user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
    const params = { inviter: (await maskedPhoneOf(inviter)) ?? '' }
    const locale = await languageOf(tx, phoneIndex, inviter.locale)
    await notifyPhone(tx, { phone, aboutAccount: accountId, locale, template: 'MEMBER_INVITED', params, expiresAt })
    return { id, expiresAt }
  })
}

/** Returns the language of the person who has the phone, or else the inviter's. */
async function languageOf(tx: Tx, phoneIndex: Uint8Array<ArrayBuffer>, otherwise: string | null): Promise<Locale> {
  const known = await tx.user.findUnique({ where: { phoneIndex }, select: { locale: true } })
  return [known?.locale, otherwise].find(isLocale) ?? DEFAULT_LOCALE
}
