import type { ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { aDraft } from '@/tests/factories/qualifications'
import { anEndpoint } from '@/tests/factories/webhooks'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { startForKills } from '@/tests/setup/killed-workers'
import { aWebhookReceiver, type WebhookReceiver } from '@/tests/setup/webhook-receiver'

const { tries, seed, done } = heavy('kill-webhooks', { quick: 3, long: 20 })
const random = randomFrom(seed)
/** Lists the changes of each qualification in a round, in turn. */
const CHANGES = ['SUBMITTED', 'CHANGES_REQUESTED'] as const
const QUALIFICATIONS = 4
const A_ROUND = 6

let workers: Awaited<ReturnType<typeof startForKills>>
let receiver: WebhookReceiver
beforeAll(async () => {
  receiver = await aWebhookReceiver()
  workers = await startForKills('webhooks', { WEBHOOKS_TO_LOOPBACK: '1', READ_DOCUMENTS: '0' })
})
afterAll(async () => {
  await workers?.stop()
  await receiver?.stop()
})
/**
 * Answers as a receiver does on a bad day: slowly, with a redirect, with an error, or not at all though it received
 * all.
 */
function answerBadly(response: ServerResponse): void {
  const luck = random()
  if (luck < 0.05) return void response.socket?.destroy()
  if (luck < 0.1) return void response.writeHead(307, { location: receiver.url }).end()
  if (luck < 0.15) return void response.writeHead(502).end('<html>Bad gateway</html>')
  setTimeout(() => response.writeHead(200).end(), luck < 0.5 ? random() * 300 : 0)
}

const countUnsettled = () => database().webhookDelivery.count({ where: { state: { not: 'DELIVERED' } } })

/** Ends the wait before the next attempt; only when no worker lives, also the wait for what was left behind. */
async function letTimePass({ isNobodyAlive }: { isNobodyAlive: boolean }): Promise<void> {
  await database().$executeRaw`
    UPDATE webhook_deliveries SET due_at = least(due_at, clock_timestamp() - interval '1 second') WHERE state = 'PENDING'`
  if (!isNobodyAlive) return
  await database().$executeRaw`
    UPDATE webhook_deliveries SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'SENDING'`
}

const sent = { arrived: () => receiver.received.length, countUnsettled, letTimePass }

/** Returns what is wrong with what arrived: something lost, out of its order, or signed otherwise. */
async function brokenAmong(endpoint: { id: string; secret: string }): Promise<string[]> {
  const problems: string[] = []
  const webhook = new Webhook(endpoint.secret)
  const rows = await database().webhookDelivery.findMany({ orderBy: { position: 'asc' } })
  const order = new Map(rows.map(({ id, position }) => [id, position]))
  const lastOf = new Map<string, bigint>()
  for (const { headers, body } of receiver.received) {
    const id = String(headers['webhook-id'])
    const position = order.get(id)
    if (position === undefined) problems.push(`unknown: ${id}`)
    const { data } = webhook.verify(body, headers as Record<string, string>) as {
      data: { qualification: { id: string } }
    }
    const of = data.qualification.id
    if ((position ?? 0n) < (lastOf.get(of) ?? 0n)) problems.push(`out of order: ${id}`)
    lastOf.set(of, position ?? 0n)
  }
  const arrived = new Set(receiver.received.map(({ headers }) => headers['webhook-id']))
  for (const { id, state } of rows) {
    if (!arrived.has(id)) problems.push(`never arrived: ${id}`)
    if (state !== 'DELIVERED') problems.push(`not settled: ${id} ${state}`)
  }
  return problems
}

test('kill -9 of the worker amid deliveries: nothing lost, and the order of each qualification preserved', {
  timeout: tries * 60_000 + 120_000,
}, async () => {
  const endpoint = await anEndpoint({ url: receiver.url })
  receiver.answerBy((_request, response) => answerBadly(response))
  const ids = await Promise.all(Array.from({ length: QUALIFICATIONS }, async () => (await aDraft()).id))
  const figures = { changes: ids.length, amidDeliveries: 0 }
  for (let round = 0; round < tries; round += 1) {
    for (let change = 0; change < A_ROUND; change += 1) {
      const status = CHANGES[change % 2] ?? 'SUBMITTED'
      for (const id of ids) await database().qualification.update({ where: { id }, data: { status } })
    }
    figures.changes += A_ROUND * ids.length
    await workers.kill(sent, { more: 1 + Math.floor(random() * 10), thenMs: random() * 200 }, async () => {
      figures.amidDeliveries += await database().webhookDelivery.count({ where: { state: 'SENDING' } })
    })
  }
  await workers.settle(sent)

  expect(await brokenAmong(endpoint)).toEqual([])
  expect(await database().webhookDelivery.count()).toBe(figures.changes)
  if (tries > 4) expect(figures.amidDeliveries).toBeGreaterThan(0)
  done(tries, { ...figures, received: receiver.received.length })
})
