import 'server-only'
import { z } from 'zod'
import { type Actor, can } from '@/lib/auth/actor'
import { DAY } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { OutboxMessage, Prisma } from '@/lib/db/generated/client'
import type { OutboxState } from '@/lib/db/generated/enums'
import { configuredGateways } from './gateways'
import { maskRecipient } from './mask-recipient'
import { outboxPlace } from './outbox-seal'
import type { MessageFilters } from './schemas'
import { isTemplate, MESSAGE_TEMPLATES, type MessageTemplate, TEMPLATES } from './templates'

const PAGE = 50

/** What wants a look comes first. */
const RANKS: readonly (readonly OutboxState[])[] = [
  ['FAILED', 'UNSURE'],
  ['PENDING', 'SENDING', 'SENT'],
]

export type MessageLine = Pick<
  OutboxMessage,
  'id' | 'channel' | 'state' | 'attempts' | 'createdAt' | 'sentAt' | 'dueAt' | 'providerId'
> & {
  /** Null for one of another release. */
  template: MessageTemplate | null
  /** Masked; null when it can't be read. */
  to: string | null
  /** One of our kinds, and the provider's code, if it gave one. */
  failure: { kind: string; code: string | null } | null
  canSendAgain: boolean
}

export type MessagesPage = { messages: MessageLine[]; older: string | undefined }

/**
 * A page of the outbox: what could not be sent first, each newest first.
 *
 * @throws DomainError FORBIDDEN
 */
export async function readMessages(actor: Actor, filters: MessageFilters): Promise<MessagesPage> {
  if (!can(actor, 'messages.read')) throw new DomainError('FORBIDDEN', 'Not of messages')
  const from = readPlace(filters.after)
  const rows: OutboxMessage[] = []
  for (const [rank, states] of RANKS.entries()) {
    if (rank < (from?.rank ?? 0) || rows.length > PAGE) continue
    const where: Prisma.OutboxMessageWhereInput = {
      state: { in: states.filter((state) => !filters.state || state === filters.state) },
      ...(filters.template ? { template: filters.template } : {}),
      ...(filters.channel ? { channel: filters.channel } : {}),
      ...(from?.rank === rank
        ? { OR: [{ createdAt: { lt: from.at } }, { createdAt: from.at, id: { lt: from.id } }] }
        : {}),
    }
    const orderBy: Prisma.OutboxMessageOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { id: 'desc' }]
    rows.push(...(await database().outboxMessage.findMany({ where, orderBy, take: PAGE + 1 - rows.length })))
  }
  const key = await systemKey('OUTBOX')
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  return {
    messages: page.map((row) => lineOf(key, row)),
    older: rows.length > PAGE && last ? writePlace(last) : undefined,
  }
}

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

function recipientOf(key: Uint8Array, { id, toSealed }: OutboxMessage): string | null {
  try {
    return maskRecipient(open(key, outboxPlace('to_sealed', id), toSealed))
  } catch (error) {
    logBug(error, { message: id })
    return null
  }
}

/** How many notices of the last day were given up, for whoever can do something about it. */
export async function countUndelivered(actor: Actor): Promise<number> {
  if (!can(actor, 'messages.read')) return 0
  const notices = MESSAGE_TEMPLATES.filter((template) => !TEMPLATES[template].isOnce)
  const since = new Date((await databaseTime()).getTime() - DAY)
  const where = { state: { in: ['FAILED', 'UNSURE'] as OutboxState[] }, template: { in: notices } }
  return database().outboxMessage.count({ where: { ...where, createdAt: { gt: since } } })
}

/** How messages leave here, for people: by whom, or not at all. */
export function howMessagesLeave() {
  const { SMS, EMAIL } = configuredGateways()
  return { sms: SMS?.name ?? null, email: EMAIL?.name ?? null }
}

type Place = { rank: number; at: Date; id: string }

const Parts = z.tuple([
  z.coerce
    .number()
    .int()
    .min(0)
    .max(RANKS.length - 1),
  z.coerce.number().int().positive().max(8.64e15),
  z.uuid(),
])

function writePlace({ state, createdAt, id }: OutboxMessage): string {
  return `${RANKS.findIndex((states) => states.includes(state))}.${createdAt.getTime()}.${id}`
}

/** Null for what isn't one: an address that was cut or made up begins at the beginning. */
function readPlace(text: string | undefined): Place | null {
  const parsed = Parts.safeParse(text?.split('.'))
  if (!parsed.success) return null
  const [rank, milliseconds, id] = parsed.data
  return { rank, at: new Date(milliseconds), id }
}
