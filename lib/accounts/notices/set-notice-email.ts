import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { DEFAULT_LOCALE, isLocale } from '@/lib/core/languages/locales'
import { dataKey } from '@/lib/crypto/data-keys'
import { databaseTime, transaction } from '@/lib/db/client'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import type { Confirm, ConfirmedSession } from '../confirmed-act'
import { consumeOwnSend } from '../limits/sending-limits'
import { newToken } from '../link-token'
import { sealPersonField } from '../person-fields'
import { notifyEmail } from './notify'
import { requireApplicant } from './policy'

export const CONFIRM_HOURS = 24

/**
 * Stores a new address for notifications in place of an earlier one, and sends it a link. Nothing else is sent there
 * until the person who reads it opens that. The act is confirmed, because members' notifications would otherwise go
 * elsewhere.
 *
 * @param email as `EmailAddress` parses it
 * @throws DomainError FORBIDDEN, INVALID_STATE where no e-mail is sent, RATE_LIMITED; and what `confirm` throws
 */
export async function setNoticeEmail(
  actor: PersonActor,
  { email }: { email: string },
  confirm: Confirm,
): Promise<ConfirmedSession> {
  requireApplicant(actor)
  const use = await confirm('NOTICE_EMAIL', actor.id)
  if (!isEmailSent()) throw new DomainError('INVALID_STATE', 'No e-mail is sent here', { subjectId: actor.id })
  await consumeOwnSend(actor.id, { email })
  const { token, hash } = newToken()

  return transaction(async (tx) => {
    const { dataKeyId, locale } = await tx.user.findUniqueOrThrow({ where: { id: actor.id } })
    const endsAt = new Date((await databaseTime(tx)).getTime() + CONFIRM_HOURS * HOUR)
    await tx.user.update({
      where: { id: actor.id },
      data: {
        noticeEmailSealed: sealPersonField(await dataKey(tx, dataKeyId), actor.id, 'notice_email_sealed', email),
        noticeEmailTokenHash: hash,
        noticeEmailTokenEndsAt: endsAt,
        noticeEmailConfirmedAt: null,
      },
    })
    await recordAudit(tx, actor, { action: 'notices.email_given', subjectId: actor.id, data: {} })
    const params = { url: new URL(`/notices/confirm/${token}`, env().ZHUNXIN_URL).href, hours: CONFIRM_HOURS }
    const language = isLocale(locale) ? locale : DEFAULT_LOCALE
    await notifyEmail(tx, { email, locale: language, template: 'NOTICE_EMAIL_CONFIRM', params, expiresAt: endsAt })
    return use(tx)
  })
}
