import 'server-only'
import { type Actor, can } from '@/lib/actor/actor'
import { DAY } from '@/lib/core/clock'
import { cursorsOf } from '@/lib/core/cursor'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { maskEmail, maskPhone } from '@/lib/core/masking'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { OutboxMessage, Prisma } from '@/lib/db/generated/client'
import type { OutboxState } from '@/lib/db/generated/enums'
import { inOrder, pageOf, whereBeyond } from '@/lib/db/keyset'
import { configuredGateways } from '../gateways/gateways'
import { isTemplate, MESSAGE_TEMPLATES, type MessageTemplate, TEMPLATES } from '../templates'
import { outboxPlace } from './outbox-seal'
import type { MessageFilters } from './schemas'

const PAGE = 50

/** Messages that need attention come first. */
const RANKS: readonly (readonly OutboxState[])[] = [
  ['FAILED', 'UNSURE'],
  ['PENDING', 'SENDING', 'SENT'],
]

const CURSORS = cursorsOf('messages', RANKS.length)

export type MessageLine = Pick<
  OutboxMessage,
  'id' | 'channel' | 'state' | 'attempts' | 'createdAt' | 'sentAt' | 'dueAt' | 'providerId'
> & {
  /** The template is null for a message of another release. */
  template: MessageTemplate | null
  /** The recipient is masked, or null when it can't be read. */
  to: string | null
  /** The kind is one of ours; the code is the provider's, if it gave one. */
  failure: { kind: string; code: string | null } | null
  canSendAgain: boolean
}

export type MessagesPage = { messages: MessageLine[]; older: string | undefined }

/**
 * Returns a page of the outbox: messages that could not be sent first, each group newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readMessages(actor: Actor, filters: MessageFilters): Promise<MessagesPage> {
  if (!can(actor, 'messages.read')) throw new DomainError('FORBIDDEN', 'Not of messages')
  const from = CURSORS.read(filters.after)
  const rows: OutboxMessage[] = []
  for (const [rank, states] of RANKS.entries()) {
    if (rank < (from?.rank ?? 0) || rows.length > PAGE) continue
    const wanted: Prisma.OutboxMessageWhereInput = {
      state: { in: states.filter((state) => !filters.state || state === filters.state) },
      ...(filters.template ? { template: filters.template } : {}),
      ...(filters.channel ? { channel: filters.channel } : {}),
    }
    const where = { AND: [wanted, whereBeyond('createdAt', from?.rank === rank ? from : null, 'desc')] }
    const orderBy = inOrder('createdAt', 'desc')
    rows.push(...(await database().outboxMessage.findMany({ where, orderBy, take: PAGE + 1 - rows.length })))
  }
  const key = await systemKey('OUTBOX')
  const { page, end } = pageOf(rows, PAGE)
  return {
    messages: page.map((row) => lineOf(key, row)),
    older: end && CURSORS.write({ rank: rankOf(end), at: end.createdAt, id: end.id }),
  }
}

const rankOf = ({ state }: OutboxMessage) => RANKS.findIndex((states) => states.includes(state))

function lineOf(key: Uint8Array, row: OutboxMessage): MessageLine {
  const { id, channel, state, attempts, createdAt, sentAt, dueAt, providerId } = row
  const template = isTemplate(row.template) ? row.template : null
  const [kind, code = null] = row.failure?.split(/\/(.*)/s) ?? []
  return {
    ...{ id, channel, state, attempts, createdAt, sentAt, dueAt, providerId, template },
    to: recipientOf(key, row),
    failure: kind ? { kind, code } : null,
    canSendAgain: RANKS[0]?.includes(state) === true && template !== null && !TEMPLATES[template].isOnce,
  }
}

function recipientOf(key: Uint8Array, { id, channel, toSealed }: OutboxMessage): string | null {
  try {
    const mask = channel === 'EMAIL' ? maskEmail : maskPhone
    return mask(open(key, outboxPlace('to_sealed', id), toSealed))
  } catch (error) {
    logBug(error, { message: id })
    return null
  }
}

/** Counts the notifications of the last day that were given up, for staff who can act on it. */
export async function countUndelivered(actor: Actor): Promise<number> {
  if (!can(actor, 'messages.read')) return 0
  const notices = MESSAGE_TEMPLATES.filter((template) => !TEMPLATES[template].isOnce)
  const since = new Date((await databaseTime()).getTime() - DAY)
  const where = { state: { in: ['FAILED', 'UNSURE'] as OutboxState[] }, template: { in: notices } }
  return database().outboxMessage.count({ where: { ...where, createdAt: { gt: since } } })
}

/** Says how messages are sent here: by which provider, or not at all. */
export function deliveryStatus() {
  const { SMS, EMAIL } = configuredGateways()
  return { sms: SMS?.name ?? null, email: EMAIL?.name ?? null }
}
