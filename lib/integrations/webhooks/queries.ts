import 'server-only'
import type { z } from 'zod'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { IdText } from '@/lib/core/id-text'
import { database, databaseTime } from '@/lib/db/client'
import type { WebhookDelivery, WebhookEndpoint } from '@/lib/db/generated/client'
import { bodyOf, WEBHOOK_EVENTS, WEBHOOK_VERSIONS } from './events'
import type { DeliveryFilters } from './schemas'
import { publicKeyText } from './secrets'

const PAGE = 50

export type EndpointView = Pick<
  WebhookEndpoint,
  'id' | 'url' | 'description' | 'isTest' | 'events' | 'offReason' | 'offSince' | 'failingSince' | 'createdAt'
> & {
  state: 'ON' | 'FAILING' | 'OFF'
  version: string
  createdBy: string | null
  /** Counts the deliveries that wait for it, those that are being sent included. */
  waiting: number
  /** Lists the public keys that verify now, the current one first. */
  publicKeys: { key: string; endsAt: Date | null }[]
}

/** Returns the endpoints, the newest first; people who don't manage integrations see none. */
export async function listEndpoints(actor: PersonActor): Promise<EndpointView[]> {
  return can(actor, 'integrations.manage') ? readEndpoints({}) : []
}

/** Returns one endpoint; null for people who don't manage integrations, and for what is no id of one. */
export async function readEndpoint(actor: PersonActor, text: string): Promise<EndpointView | null> {
  const { data: id } = IdText.safeParse(text)
  const [found = null] = id && can(actor, 'integrations.manage') ? await readEndpoints({ id }) : []
  return found
}

async function readEndpoints(where: { id?: string }): Promise<EndpointView[]> {
  const now = await databaseTime()
  const verifying = { OR: [{ endsAt: null }, { endsAt: { gt: now } }] }
  const rows = await database().webhookEndpoint.findMany({
    where,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    include: {
      secrets: { where: verifying, orderBy: { createdAt: 'desc' }, select: { publicKey: true, endsAt: true } },
      _count: { select: { deliveries: { where: { state: { not: 'DELIVERED' } } } } },
    },
  })
  const names = await staffNames(rows.map(({ createdById }) => createdById))
  return rows.map(({ createdById, secrets, version, _count, ...endpoint }) => ({
    ...endpoint,
    state: endpoint.offSince ? 'OFF' : endpoint.failingSince ? 'FAILING' : 'ON',
    version: WEBHOOK_VERSIONS[version],
    createdBy: names.get(createdById) ?? null,
    waiting: _count.deliveries,
    publicKeys: secrets.map(({ publicKey, endsAt }) => ({ key: publicKeyText(publicKey), endsAt })),
  }))
}

export type DeliveryView = Pick<
  WebhookDelivery,
  | 'id'
  | 'state'
  | 'attempts'
  | 'happenedAt'
  | 'attemptedAt'
  | 'deliveredAt'
  | 'dueAt'
  | 'failure'
  | 'answerStatus'
  | 'answer'
> & { type: string; body: string }

/**
 * Returns a page of an endpoint's deliveries, the newest first. Its caller has read the endpoint, which is the check.
 */
export async function readDeliveries(
  { id: endpointId }: Pick<EndpointView, 'id'>,
  { before, state }: z.output<typeof DeliveryFilters>,
): Promise<{ deliveries: DeliveryView[]; older: string | undefined }> {
  const rows = await database().webhookDelivery.findMany({
    where: {
      endpointId,
      ...(before ? { position: { lt: before } } : {}),
      ...(state ? { state: state === 'DELIVERED' ? state : { not: 'DELIVERED' } } : {}),
    },
    orderBy: { position: 'desc' },
    take: PAGE + 1,
  })
  const page = rows.slice(0, PAGE)
  return {
    deliveries: page.map(({ position: _position, endpointId: _endpoint, qualificationId: _of, ...row }) => viewOf(row)),
    older: rows.length > PAGE ? page.at(-1)?.position.toString() : undefined,
  }
}

type Row = Omit<WebhookDelivery, 'position' | 'endpointId' | 'qualificationId'>

function viewOf({ event, data, claimedAt: _claimed, failingSince: _failing, ...row }: Row): DeliveryView {
  const body = bodyOf({ event, data, happenedAt: row.happenedAt })
  return { ...row, type: WEBHOOK_EVENTS[event].type, body }
}

/** Says whether events are sent anywhere, or were until the portal stopped it. */
export async function hasWebhooks(): Promise<boolean> {
  return (await database().webhookEndpoint.count({ take: 1 })) > 0
}

/** Returns whether an endpoint was turned off by the portal, or has accepted nothing for an hour. */
export async function areWebhooksFailing(): Promise<boolean> {
  const rows = await database().$queryRaw<unknown[]>`
    SELECT FROM webhook_endpoints
    WHERE off_reason IN ('FAILED_FOR_DAYS', 'GONE')
      OR (off_since IS NULL AND failing_since < clock_timestamp() - interval '1 hour')
    LIMIT 1`
  return rows.length > 0
}
