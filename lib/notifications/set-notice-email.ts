import 'server-only'
import { newToken } from '@/lib/accounts/link-token'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshCode } from '@/lib/auth/fresh-factor'
import { takeUnaskedSend } from '@/lib/auth/rate-limits'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { dataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { isEmailSent } from '@/lib/messaging/mode'
import { requireApplicant } from './policy'
import { tellEmail } from './tell'

export const CONFIRM_HOURS = 24

/**
 * Gives an address for notices, in place of an earlier one, and sends it a link. Nothing else goes there before whoever
 * reads it confirms. It takes a fresh code: what members are notified of would go elsewhere.
 *
 * @param email as EmailAddress makes it
 * @throws DomainError FORBIDDEN, FRESH_CODE_NEEDED, INVALID_STATE where no e-mail is sent, RATE_LIMITED
 */
export async function setNoticeEmail(actor: PersonActor, { email }: { email: string }): Promise<void> {
  requireApplicant(actor)
  await requireFreshCode(database(), actor, actor.id)
  if (!isEmailSent()) throw new DomainError('INVALID_STATE', 'No e-mail is sent here', { subjectId: actor.id })
  await takeUnaskedSend(actor.id, { email })
  const { token, hash } = newToken()

  await transaction(async (tx) => {
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
    await tellEmail(tx, { email, locale: language, template: 'NOTICE_EMAIL_CONFIRM', params, expiresAt: endsAt })
  })
}
