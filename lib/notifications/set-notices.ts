import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import type { Locale } from '@/lib/i18n/locales'
import { requireApplicant } from './policy'

type Choice = { bySms: boolean; byEmail: boolean; locale: Locale }

/**
 * How one is told, and in which language. Codes come by text message all the same, and so does everything while no chosen
 * way can be used.
 *
 * @throws DomainError FORBIDDEN
 */
export async function setNotices(actor: PersonActor, { bySms, byEmail, locale }: Choice): Promise<void> {
  requireApplicant(actor)
  await transaction(async (tx) => {
    const data = { noticesBySms: bySms, noticesByEmail: byEmail, locale }
    await tx.user.update({ where: { id: actor.id }, data })
    const event = { action: 'notices.chosen', subjectId: actor.id, data: { bySms, byEmail, locale } } as const
    await recordAudit(tx, actor, event)
  })
}
