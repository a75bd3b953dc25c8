import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshCode } from '@/lib/auth/fresh-factor'
import { takeUnaskedSend } from '@/lib/auth/rate-limits'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import { DEFAULT_LOCALE, isLocale, type Locale } from '@/lib/i18n/locales'
import { messagingMode } from '@/lib/messaging/mode'
import { tellPhone } from '@/lib/notifications/tell'
import { lockMembers } from './lock-members'
import { isOpen } from './open-invitations'
import { maskedPhoneOf, sealInvitedPhone } from './phones'

const LASTS = 14 * DAY

/**
 * Asks whoever has a phone into an account, by a message to it. The answer is the same whether someone is known by that
 * phone; only who is in this account already, or was asked, is said, as its members see that anyway.
 *
 * @param phone E.164
 * @throws DomainError NOT_FOUND, FRESH_CODE_NEEDED, RATE_LIMITED, ALREADY_MEMBER, ALREADY_INVITED
 */
export async function inviteMember(actor: PersonActor, { accountId, phone }: { accountId: string; phone: string }) {
  messagingMode() // nobody waits for a message that can't leave
  await transaction(async (tx) => {
    await lockMembers(tx, actor, accountId) // strangers use up nobody's limits
    await requireFreshCode(tx, actor, accountId)
  })
  await takeUnaskedSend(actor.id, { phone })
  const phoneIndex = await blindIndex('phone', phone)

  return transaction(async (tx) => {
    const members = await lockMembers(tx, actor, accountId)
    const now = await databaseTime(tx)
    const isThisPhone = Buffer.from(phoneIndex)
    if (members.some(({ user }) => user.phoneIndex && isThisPhone.equals(user.phoneIndex))) {
      throw new DomainError('ALREADY_MEMBER', 'The phone of a member', { subjectId: accountId })
    }
    const asked = await tx.memberInvitation.count({ where: { AND: [{ accountId, phoneIndex }, isOpen(now)] } })
    if (asked > 0) throw new DomainError('ALREADY_INVITED', 'Not answered yet', { subjectId: accountId })

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
    await tellPhone(tx, { phone, locale, template: 'MEMBER_INVITED', params, expiresAt })
    return { id, expiresAt }
  })
}

/** Of whoever is known by the phone, else the inviter's. */
async function languageOf(tx: Tx, phoneIndex: Uint8Array<ArrayBuffer>, otherwise: string | null): Promise<Locale> {
  const known = await tx.user.findUnique({ where: { phoneIndex }, select: { locale: true } })
  return [known?.locale, otherwise].find(isLocale) ?? DEFAULT_LOCALE
}
