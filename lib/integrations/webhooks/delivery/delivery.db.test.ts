import { verify } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { anAdministrator } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { anEndpoint } from '@/tests/factories/webhooks'
import { interleaveWith } from '@/tests/setup/interleave'
import { aWebhookReceiver, type WebhookReceiver } from '@/tests/setup/webhook-receiver'
import { areWebhooksFailing, readEndpoint } from '../queries'
import { rotateSecret } from '../rotate-secret'
import { turnEndpoint } from '../turn-endpoint'
import { claimDeliveries } from './claim-deliveries'
import { deliver } from './deliver'
import { purgeDeliveries } from './purge-deliveries'
import { sweepDeliveries } from './sweep-deliveries'

const given = vi.hoisted(() => ({ loopback: '1' }))
vi.mock(import('@/lib/core/env'), async (original) => {
  const { parseEnv, ...rest } = await original()
  return { ...rest, parseEnv, env: () => parseEnv({ ...process.env, WEBHOOKS_TO_LOOPBACK: given.loopback }) }
})

let receiver: WebhookReceiver
let endpoint: { id: string; secret: string }
beforeEach(async () => {
  given.loopback = '1'
  await database().webhookEndpoint.deleteMany()
  receiver = await aWebhookReceiver()
  endpoint = await anEndpoint({ url: receiver.url })
})
afterEach(() => receiver.stop())

/** Starts an application, and withdraws it, which is two events. */
async function aChangedOne() {
  const { id } = await aDraft()
  await database().qualification.update({ where: { id }, data: { status: 'WITHDRAWN' } })
  return id
}
const sendDue = async () => {
  const claimed = await claimDeliveries(20)
  await Promise.all(claimed.map((delivery) => deliver(delivery)))
  return claimed.length
}
const sendAll = async () => {
  while ((await sendDue()) > 0) {}
}
// A second ago, not now: the column holds milliseconds, and rounds up as often as down.
const letTimePass = (hours = 0) =>
  database().$executeRaw`
    UPDATE webhook_deliveries SET due_at = least(due_at, clock_timestamp() - interval '1 second'),
      claimed_at = claimed_at - interval '1 hour', failing_since = failing_since - make_interval(hours => ${hours}::int)`
const rows = () => database().webhookDelivery.findMany({ orderBy: { position: 'asc' } })
const endpointRow = () => database().webhookEndpoint.findUniqueOrThrow({ where: { id: endpoint.id } })
const types = () => receiver.received.map(({ body }) => JSON.parse(body).type)
const headersOf = (index: number) => receiver.received[index]?.headers as Record<string, string>

test('a delivery arrives signed, as the library of Standard Webhooks verifies, and by the public key', async () => {
  await aChangedOne()
  await sendAll()
  expect(types()).toEqual(['qualification.created', 'qualification.withdrawn'])
  const [first] = receiver.received
  expect(new Webhook(endpoint.secret).verify(first?.body ?? '', headersOf(0))).toMatchObject({ type: types()[0] })
  const view = await readEndpoint(await anAdministrator(), endpoint.id)
  expect(headersOf(0)['zhunxin-version']).toBe(view?.version)
  const x = Buffer.from(view?.publicKeys[0]?.key.replace(/^whpk_/, '') ?? '', 'base64').toString('base64url')
  const key = { key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' } as const
  const signature = /v1a,(\S+)/.exec(headersOf(0)['webhook-signature'] ?? '')?.[1] ?? ''
  const content = `${headersOf(0)['webhook-id']}.${headersOf(0)['webhook-timestamp']}.${first?.body}`
  expect(verify(null, Buffer.from(content), key, Buffer.from(signature, 'base64'))).toBe(true)
  expect(verify(null, Buffer.from(`${content} `), key, Buffer.from(signature, 'base64'))).toBe(false)
  expect(await rows()).toMatchObject([
    { state: 'DELIVERED', attempts: 1, answerStatus: 204, failure: null },
    { state: 'DELIVERED', attempts: 1, answerStatus: 204, failure: null },
  ])
})

test('after a rotation both secrets verify, and the older one until it ends; a leaked one ends at once', async () => {
  const administrator = await anAdministrator()
  const verifies = async (secret: string) => {
    await aDraft()
    await sendAll()
    const last = receiver.received.length - 1
    try {
      return Boolean(new Webhook(secret).verify(receiver.received[last]?.body ?? '', headersOf(last)))
    } catch {
      return false
    }
  }
  const second = await rotateSecret(administrator, { endpointId: endpoint.id, overlap: 'DAY' })
  expect([await verifies(endpoint.secret), await verifies(second.secret)]).toEqual([true, true])
  await database()
    .$executeRaw`UPDATE webhook_secrets SET ends_at = clock_timestamp() - interval '1 second' WHERE ends_at IS NOT NULL`
  expect([await verifies(endpoint.secret), await verifies(second.secret)]).toEqual([false, true])
  const third = await rotateSecret(administrator, { endpointId: endpoint.id, overlap: 'NONE' })
  expect([await verifies(second.secret), await verifies(third.secret)]).toEqual([false, true])
  await purgeDeliveries()
  expect(await database().webhookSecret.count({ where: { endpointId: endpoint.id } })).toBe(1)
})

test('what follows waits for what failed, of the same qualification alone', async () => {
  receiver.answerBy((_request, response) => {
    const { data } = JSON.parse(receiver.received.at(-1)?.body ?? '')
    void response.writeHead(data.qualification.id === stuck ? 500 : 200).end('今天不行')
  })
  const stuck = await aChangedOne()
  const other = await aChangedOne()
  for (let time = 0; time < 4; time += 1) await sendDue()
  expect(await rows()).toMatchObject([
    { qualificationId: stuck, state: 'PENDING', failure: 'STATUS', answerStatus: 500, answer: '今天不行', attempts: 1 },
    { qualificationId: stuck, state: 'PENDING', attempts: 0 },
    { qualificationId: other, state: 'DELIVERED' },
    { qualificationId: other, state: 'DELIVERED' },
  ])
  receiver.answerWith(200)
  await letTimePass()
  await sendAll()
  const ofStuck = receiver.received
    .map(({ body }) => JSON.parse(body))
    .filter(({ data }) => data.qualification.id === stuck)
  expect(ofStuck.map(({ type }) => type)).toEqual([
    'qualification.created',
    'qualification.created',
    'qualification.withdrawn',
  ])
  expect(ofStuck[0]).toEqual(ofStuck[1]) // the same body
  expect((await endpointRow()).failingSince).toBeNull()
})

test.each([
  ['a redirect', () => receiver.answerWith(302, '', { location: receiver.url }), 'REDIRECT', 302],
  [
    'another protocol',
    () => receiver.answerWith(101, '', { connection: 'Upgrade', upgrade: 'websocket' }),
    'STATUS',
    101,
  ],
  ['a connection that ends', () => receiver.answerBy((request) => void request.socket.destroy()), 'CONNECTION', null],
] as const)('%s is a failure', async (_, prepare, failure, answerStatus) => {
  prepare()
  await aDraft()
  await sendDue()
  expect(await rows()).toMatchObject([{ state: 'PENDING', failure, answerStatus }])
  expect((await endpointRow()).failingSince).not.toBeNull()
  expect(await sendDue()).toBe(0) // it waits
  expect(receiver.received).toHaveLength(1)
})

test('nothing goes to this machine unless a test says so', async () => {
  given.loopback = '0'
  await aDraft()
  await database().webhookEndpoint.updateMany({ data: { url: receiver.url.replace('http:', 'https:') } })
  await sendDue()
  expect(await rows()).toMatchObject([{ state: 'PENDING', failure: 'ADDRESS_NOT_ALLOWED' }])
  await database().webhookEndpoint.updateMany({ data: { url: `https://hook.test:${receiver.port}/` } })
  await letTimePass()
  const [delivery] = await claimDeliveries(1)
  const { mayReach } = await import('../endpoint-url')
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }]
  if (delivery) await deliver(delivery, { mayReach, resolve })
  expect(await rows()).toMatchObject([{ state: 'PENDING', failure: 'ADDRESS_NOT_PUBLIC', attempts: 2 }])
  expect(receiver.connections()).toBe(0)
})

test('after three days the endpoint is off; once it is on, all that waited is sent', async () => {
  receiver.answerWith(503)
  const id = await aChangedOne()
  await sendDue()
  await letTimePass(71)
  await sendDue()
  expect(await endpointRow()).toMatchObject({ offReason: null })
  await letTimePass(2)
  await sendDue()
  expect(await endpointRow()).toMatchObject({ offReason: 'FAILED_FOR_DAYS', offSince: expect.any(Date) })
  expect(
    (await eventsAbout(endpoint.id, 'webhook.turned_off')).map(({ actorKind, data }) => [actorKind, data]),
  ).toEqual([['SYSTEM', { because: 'FAILED_FOR_DAYS' }]])
  await letTimePass()
  expect(await sendDue()).toBe(0)
  const late = await aDraft()
  receiver.answerWith(200)
  const before = receiver.received.length
  await turnEndpoint(await anAdministrator(), { endpointId: endpoint.id, to: 'ON' })
  await sendAll()
  const sent = receiver.received.slice(before).map(({ body }) => JSON.parse(body))
  expect(sent.filter(({ data }) => data.qualification.id === id).map(({ type }) => type)).toEqual([
    'qualification.created',
    'qualification.withdrawn',
  ])
  expect(sent.map(({ data }) => data.qualification.id)).toContain(late.id)
  expect((await rows()).every(({ state }) => state === 'DELIVERED')).toBe(true)
})

test('an endpoint that is gone is off at once', async () => {
  receiver.answerWith(410)
  await aDraft()
  await sendDue()
  expect(await endpointRow()).toMatchObject({ offReason: 'GONE' })
})

test('several workers never send two of one qualification at once, nor one twice', async () => {
  const open = new Set<string>()
  const broken: string[] = []
  receiver.answerBy((_request, response) => {
    const of: string = JSON.parse(receiver.received.at(-1)?.body ?? '').data.qualification.id
    if (open.has(of)) broken.push(of)
    open.add(of)
    setTimeout(() => {
      open.delete(of)
      response.writeHead(200).end()
    }, 20)
  })
  await Promise.all(Array.from({ length: 6 }, aChangedOne))
  const settled = async () => (await database().webhookDelivery.count({ where: { state: { not: 'DELIVERED' } } })) === 0
  while (!(await settled())) await Promise.all([sendDue(), sendDue(), sendDue()])
  expect(broken).toEqual([])
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect([ids.length, new Set(ids).size]).toEqual([12, 12])
})

test('what a killed worker left is sent again, and says nothing about the endpoint', async () => {
  await aDraft()
  const [left] = await claimDeliveries(1) // and there it ends
  await sweepDeliveries()
  expect(await rows()).toMatchObject([{ state: 'SENDING' }]) // it may yet live
  await letTimePass()
  await sweepDeliveries()
  expect(await rows()).toMatchObject([{ state: 'PENDING', failure: 'LEFT_BEHIND', failingSince: null }])
  expect((await endpointRow()).failingSince).toBeNull()
  const [second] = await claimDeliveries(1)
  if (left) await deliver(left) // it lived, and was slow
  expect(await rows()).toMatchObject([{ state: 'SENDING', attempts: 2 }])
  if (second) await deliver(second)
  expect(await rows()).toMatchObject([{ state: 'DELIVERED', attempts: 2 }])
})

test.each([
  ['returned to the queue', { state: 'PENDING', claimedAt: null, failure: 'LEFT_BEHIND' }],
  ['returned, and claimed again', { state: 'SENDING', attempts: 2, failure: 'LEFT_BEHIND' }],
] as const)('an attempt that ends as its delivery is %s records nothing', async (_name, meanwhile) => {
  receiver.answerWith(410)
  await aDraft()
  const [left] = await claimDeliveries(1)
  if (!left) throw new Error('Nothing is due')
  await interleaveWith(
    (tx) => tx.webhookDelivery.update({ where: { id: left.id }, data: meanwhile }),
    () => deliver(left),
  )
  expect(await rows()).toMatchObject([{ ...meanwhile, answerStatus: null }])
  expect(await endpointRow()).toMatchObject({ failingSince: null, offReason: null })
})

test('an endpoint fails since the first delivery that it did not accept', async () => {
  receiver.answerWith(503)
  await aDraft()
  await sendDue()
  const failingSince = new Date(Date.now() - 3_600_000)
  await database().webhookEndpoint.update({ where: { id: endpoint.id }, data: { failingSince } })
  await aDraft()
  expect(await sendDue()).toBe(1)
  expect((await endpointRow()).failingSince).toEqual(failingSince)
})

test('one that refuses a single delivery for hours, and accepts the others, is not failing', async () => {
  const { id: refused } = await aDraft()
  receiver.answerBy((_request, response) => {
    const { data } = JSON.parse(receiver.received.at(-1)?.body ?? '')
    void response.writeHead(data.qualification.id === refused ? 500 : 200).end()
  })
  await sendDue()
  await letTimePass(2)
  await aDraft()
  await sendAll()
  await letTimePass()
  expect(await sendDue()).toBe(1)
  expect(await rows()).toMatchObject([{ qualificationId: refused, attempts: 3 }, { state: 'DELIVERED' }])
  expect((await endpointRow()).failingSince).not.toBeNull()
  expect(await areWebhooksFailing()).toBe(false)
})

test('one that staff turn off while it is sent to stays off for their reason', async () => {
  receiver.answerWith(410)
  await aDraft()
  const [claimed] = await claimDeliveries(1)
  await turnEndpoint(await anAdministrator(), { endpointId: endpoint.id, to: 'OFF' })
  const { offSince } = await endpointRow()
  if (claimed) await deliver(claimed)
  expect(await rows()).toMatchObject([{ state: 'PENDING', answerStatus: 410 }])
  expect(await endpointRow()).toMatchObject({ offReason: 'BY_STAFF', offSince })
  expect(await eventsAbout(endpoint.id, 'webhook.turned_off')).toMatchObject([{ actorKind: 'PERSON' }])
})

test('one slow endpoint takes no lane of the others, and one that fails is only tried', async () => {
  const other = await anEndpoint({ url: receiver.url })
  for (let count = 0; count < 6; count += 1) await aDraft()
  const claimed = await claimDeliveries(20)
  const count = (id: string) => claimed.filter(({ endpointId }) => endpointId === id).length
  expect([count(endpoint.id), count(other.id)]).toEqual([4, 4])
  expect(await claimDeliveries(20)).toEqual([])
  await database().webhookDelivery.updateMany({ data: { state: 'PENDING', claimedAt: null } })
  await database().webhookEndpoint.update({ where: { id: other.id }, data: { failingSince: new Date() } })
  expect((await claimDeliveries(20)).filter(({ endpointId }) => endpointId === other.id)).toHaveLength(1)
})

test('after 30 days a delivery is deleted', async () => {
  await aDraft()
  await aDraft()
  const [old] = await rows()
  await database()
    .$executeRaw`UPDATE webhook_deliveries SET happened_at = now() - interval '31 days' WHERE id = ${old?.id}::uuid`
  await purgeDeliveries()
  expect((await rows()).map(({ id }) => id)).not.toContain(old?.id)
  expect(await rows()).toHaveLength(1)
})
