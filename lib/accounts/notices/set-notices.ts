import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import type { Locale } from '@/lib/core/languages/locales'
import { transaction } from '@/lib/db/client'
import { requireApplicant } from './policy'

type Choice = { bySms: boolean; byEmail: boolean; locale: Locale }

/**
 * Stores the actor's channels and language. Codes always go by text message, and so does everything else while no
 * chosen channel can be used.
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
