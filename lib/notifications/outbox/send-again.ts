import 'server-only'
import type { z } from 'zod'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { isTemplate, TEMPLATES } from '../templates'
import type { SendAgainInput } from './schemas'

/**
 * Queues a notification that was given up for another attempt. Codes are excluded: a person who needs one requests a
 * new one.
 *
 * @throws DomainError NOT_FOUND, INVALID_STATE, CONFLICT
 */
export async function sendAgain(actor: PersonActor, { messageId }: z.output<typeof SendAgainInput>): Promise<void> {
  const found = can(actor, 'messages.read')
    ? await database().outboxMessage.findUnique({ where: { id: messageId } })
    : null
  if (!found) throw new DomainError('NOT_FOUND', 'No such message')
  const { id, channel, template, state, attempts, expiresAt } = found
  const about = { subjectId: id }
  const isOnce = !isTemplate(template) || TEMPLATES[template].isOnce
  const isOver = expiresAt !== null && expiresAt <= (await databaseTime())
  if (isOnce || isOver || (state !== 'FAILED' && state !== 'UNSURE')) {
    throw new DomainError('INVALID_STATE', 'Not one to be sent again', about)
  }
  await transaction(async (tx) => {
    const changed = await tx.outboxMessage.updateMany({
      where: { id, state, attempts },
      data: { state: 'PENDING', dueAt: await databaseTime(tx), failure: null },
    })
    if (changed.count !== 1) throw new DomainError('CONFLICT', 'Sent again meanwhile', about)
    const data = { channel, template, state }
    await recordAudit(tx, actor, { action: 'message.sent_again', subjectId: id, data }, { using: 'messages.read' })
  })
}
