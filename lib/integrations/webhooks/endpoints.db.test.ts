import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { anEndpoint } from '@/tests/factories/webhooks'
import { createEndpoint } from './create-endpoint'
import { editEndpoint } from './edit-endpoint'
import { areWebhooksFailing, listEndpoints, readDeliveries, readEndpoint } from './queries'
import { removeEndpoint } from './remove-endpoint'
import { rotateSecret } from './rotate-secret'
import { CreateEndpointInput, EditEndpointInput } from './schemas'
import { sendAgain } from './send-again'
import { sendTest } from './send-test'
import { turnEndpoint } from './turn-endpoint'

beforeEach(() => database().webhookEndpoint.deleteMany())

const FORM = { url: 'https://console.example.com/hooks', description: '控制台', events: ['QUALIFICATION_APPROVED'] }
const edited = (endpointId: string, given: object = {}) => EditEndpointInput.parse({ ...FORM, endpointId, ...given })
const input = (given: object = {}) => CreateEndpointInput.parse({ ...FORM, ...given })

test('an endpoint is added with a secret that is shown once and stored sealed', async () => {
  const administrator = await anAdministrator()
  const { id, secret } = await createEndpoint(administrator, input())
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/)
  const raw = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const [row] = await database().webhookSecret.findMany({ where: { endpointId: id } })
  for (const sealed of [row?.secretSealed, row?.privateKeySealed]) {
    const bytes = Buffer.from(sealed ?? [])
    expect([bytes.length > 32, bytes.includes(raw), bytes.includes(secret.slice(6))]).toEqual([true, false, false])
  }
  const view = await readEndpoint(administrator, id)
  expect(view).toMatchObject({ state: 'ON', version: '2026-11-28', waiting: 0, publicKeys: [{ endsAt: null }] })
  expect(JSON.stringify([view, await listEndpoints(administrator)])).not.toContain(secret.slice(6))
  const [event] = await eventsAbout(id)
  expect(event).toMatchObject({
    action: 'webhook.created',
    actorId: administrator.id,
    capabilities: ['integrations.manage'],
    data: { events: ['QUALIFICATION_APPROVED'], version: '2026-11-28' },
  })
  expect(JSON.stringify(event)).not.toMatch(/console|控制台|whsec/)
})

test.each([
  [{ url: 'http://console.example.com/' }, 'URL_NOT_HTTPS'],
  [{ url: 'http://127.0.0.1:8080/' }, 'URL_NOT_PUBLIC'],
  [{ url: 'https://10.0.0.1/' }, 'URL_NOT_PUBLIC'],
  [{ url: 'https://[::1]/' }, 'URL_NOT_PUBLIC'],
  [{ url: 'https://0x7f000001/' }, 'URL_NOT_PUBLIC'],
  [{ url: 'https://name:word@example.com/' }, 'URL_WRONG'],
  [{ url: 'https://example.com/#part' }, 'URL_WRONG'],
  [{ url: 'ftp://example.com/' }, 'URL_WRONG'],
])('%j is refused together with a missing name: %s', (given, problem) => {
  const form = { ...FORM, ...given, description: '', endpointId: randomUUID() }
  for (const schema of [CreateEndpointInput, EditEndpointInput]) {
    const { error } = schema.safeParse(form)
    expect(error?.issues.map(({ path, message }) => [path.join(), message])).toEqual([
      ['url', problem],
      ['description', 'NAME_MISSING'],
    ])
  }
})

test.each([
  [{ url: '' }, 'URL_MISSING'],
  [{ url: 'console' }, 'URL_WRONG'],
  [{ url: `https://example.com/${'x'.repeat(500)}` }, 'URL_TOO_LONG'],
  [{ description: ' ' }, 'NAME_MISSING'],
  [{ events: [] }, 'EVENT_MISSING'],
])('the form of %j: %s', (given, code) => {
  const { error } = CreateEndpointInput.safeParse({ ...FORM, ...given })
  expect(error?.issues.map(({ message }) => message)).toContain(code)
})

test('the test event cannot be chosen, and is sent regardless of the choice', async () => {
  expect(CreateEndpointInput.safeParse({ ...FORM, events: ['WEBHOOK_TEST'] }).success).toBe(false)
  const administrator = await anAdministrator()
  const { id } = await anEndpoint({ events: ['QUALIFICATION_REVOKED'] })
  await sendTest(administrator, { endpointId: id })
  const { deliveries } = await readDeliveries({ id }, {})
  expect(deliveries).toMatchObject([{ type: 'webhook.test', state: 'PENDING', attempts: 0 }])
  expect(JSON.parse(deliveries[0]?.body ?? '')).toMatchObject({ type: 'webhook.test', data: { endpoint: id } })
  expect(await eventsAbout(id, 'webhook.tested')).toHaveLength(1)
})

test('what an endpoint is called, its address and its events are edited, and its secret stays', async () => {
  const administrator = await anAdministrator()
  const { id: endpointId } = await anEndpoint()
  const keysOf = async () => (await readEndpoint(administrator, endpointId))?.publicKeys
  const before = await keysOf()
  const { id: qualificationId } = await aDraft()
  const failingSince = new Date(Date.now() - 3_600_000)
  await database().webhookEndpoint.update({ where: { id: endpointId }, data: { failingSince } })
  const dueAt = new Date(Date.now() + 3_600_000)
  await database().webhookDelivery.updateMany({ where: { endpointId }, data: { dueAt, failingSince, attempts: 7 } })
  const delivery = () => database().webhookDelivery.findFirstOrThrow({ where: { endpointId, qualificationId } })

  await editEndpoint(administrator, edited(endpointId, { url: 'https://console.invalid/hook', description: '计费' }))
  expect(await delivery()).toMatchObject({ attempts: 7, dueAt })
  await editEndpoint(administrator, edited(endpointId, { description: '计费' }))
  expect(await readEndpoint(administrator, endpointId)).toMatchObject({
    ...{
      description: '计费',
      url: 'https://console.example.com/hooks',
      events: ['QUALIFICATION_APPROVED'],
      state: 'ON',
    },
  })
  expect((await delivery()).dueAt.getTime()).toBeLessThan(dueAt.getTime())
  expect(await delivery()).toMatchObject({ attempts: 0, failingSince: null })
  await editEndpoint(administrator, edited(endpointId, { description: '计费' })) // nothing is new
  expect(await keysOf()).toEqual(before)
  const events = ['QUALIFICATION_APPROVED']
  expect((await eventsAbout(endpointId, 'webhook.edited')).map(({ data }) => data)).toEqual([
    { hasNewAddress: false, hasNewName: true, events },
    { hasNewAddress: true, hasNewName: false, events },
  ])
})

test('one that is off stays off when it is edited', async () => {
  const administrator = await anAdministrator()
  const { id: endpointId } = await anEndpoint()
  await turnEndpoint(administrator, { endpointId, to: 'OFF' })
  await editEndpoint(administrator, edited(endpointId))
  expect(await readEndpoint(administrator, endpointId)).toMatchObject({ state: 'OFF', offReason: 'BY_STAFF' })
})

test('turned off and on, each once', async () => {
  const administrator = await anAdministrator()
  const { id: endpointId } = await anEndpoint()
  const turn = (to: 'ON' | 'OFF') => turnEndpoint(administrator, { endpointId, to })
  await expect(turn('ON')).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await turn('OFF')
  await expect(turn('OFF')).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await readEndpoint(administrator, endpointId)).toMatchObject({ state: 'OFF', offReason: 'BY_STAFF' })
  await expect(sendTest(administrator, { endpointId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  const { id } = await aDraft()
  const written = await database().webhookDelivery.findFirstOrThrow({ where: { endpointId, qualificationId: id } })
  await expect(sendAgain(administrator, { endpointId, deliveryId: written.id })).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
  await turn('ON')
  expect(await readEndpoint(administrator, endpointId)).toMatchObject({ state: 'ON', waiting: 1 })
  expect((await eventsAbout(endpointId)).map(({ action }) => action).sort()).toEqual([
    'webhook.created',
    'webhook.turned_off',
    'webhook.turned_on',
  ])
})

test('a delivery is sent again as the same one, unless it is being sent', async () => {
  const administrator = await anAdministrator()
  const { id: endpointId } = await anEndpoint()
  await aDraft()
  const { id: deliveryId } = await database().webhookDelivery.findFirstOrThrow({ where: { endpointId } })
  const again = () => sendAgain(administrator, { endpointId, deliveryId })
  const dueAt = new Date(Date.now() + 3_600_000)
  await database().webhookDelivery.update({ where: { id: deliveryId }, data: { dueAt } })
  await again()
  const row = () => database().webhookDelivery.findUniqueOrThrow({ where: { id: deliveryId } })
  expect((await row()).dueAt.getTime()).toBeLessThan(dueAt.getTime())
  await database().webhookDelivery.update({
    where: { id: deliveryId },
    data: { state: 'DELIVERED', deliveredAt: dueAt },
  })
  await again()
  expect(await row()).toMatchObject({ state: 'PENDING', deliveredAt: null })
  await database().webhookDelivery.update({ where: { id: deliveryId }, data: { state: 'SENDING', claimedAt: dueAt } })
  await expect(again()).rejects.toMatchObject({ code: 'INVALID_STATE' })
  const elsewhere = { endpointId: (await anEndpoint()).id, deliveryId }
  await expect(sendAgain(administrator, elsewhere)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await eventsAbout(endpointId, 'webhook.sent_again')).map(({ data }) => data)).toEqual([
    { deliveryId },
    { deliveryId },
  ])
})

test('an endpoint is removed with its secrets and deliveries', async () => {
  const { id: endpointId } = await anEndpoint()
  await aDraft()
  await removeEndpoint(await anAdministrator(), { endpointId })
  expect(await database().webhookSecret.count({ where: { endpointId } })).toBe(0)
  expect(await database().webhookDelivery.count({ where: { endpointId } })).toBe(0)
  expect(await eventsAbout(endpointId, 'webhook.removed')).toHaveLength(1)
})

test('of two who rotate at once, each makes a secret, and one of them is the current one; another endpoint keeps its own', async () => {
  const [{ id: endpointId }, other] = [await anEndpoint(), await anEndpoint()]
  const actors = [await anAdministrator(), await anAdministrator()]
  await Promise.all(actors.map((actor) => rotateSecret(actor, { endpointId, overlap: 'DAY' })))
  expect(await database().webhookSecret.count({ where: { endpointId, endsAt: null } })).toBe(1)
  expect((await readEndpoint(await anAdministrator(), endpointId))?.publicKeys).toHaveLength(3)
  expect((await readEndpoint(await anAdministrator(), other.id))?.publicKeys).toMatchObject([{ endsAt: null }])
})

test('only an administrator with a fresh factor does any of it, and others see none', async () => {
  const { id: endpointId } = await anEndpoint()
  await aDraft()
  const { id: deliveryId } = await database().webhookDelivery.findFirstOrThrow({ where: { endpointId } })
  type Doing = (actor: Parameters<typeof sendTest>[0]) => Promise<unknown>
  const changes: Doing[] = [
    (actor) => sendTest(actor, { endpointId }),
    (actor) => turnEndpoint(actor, { endpointId, to: 'OFF' }),
    (actor) => rotateSecret(actor, { endpointId, overlap: 'NONE' }),
    (actor) => sendAgain(actor, { endpointId, deliveryId }),
    (actor) => editEndpoint(actor, edited(endpointId)),
    (actor) => removeEndpoint(actor, { endpointId }),
  ]
  for (const role of ['REVIEWER', 'LEAD', 'AUDITOR'] as const) {
    const { actor } = await aColleague({ roles: [role] })
    await expect(createEndpoint(actor, input()), role).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const change of changes) await expect(change(actor), role).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(await readEndpoint(actor, endpointId), role).toBeNull()
    expect(await listEndpoints(actor), role).toEqual([])
  }
  const stale = await withFactorGiven(await anAdministrator(), 16)
  for (const change of [...changes, (actor: typeof stale) => createEndpoint(actor, input())]) {
    await expect(change(stale)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  }
  const nowhere = { endpointId: randomUUID() }
  await expect(removeEndpoint(await anAdministrator(), nowhere)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await eventsAbout(endpointId)).toHaveLength(1)
})

test('deliveries page by page, and those that wait', async () => {
  const administrator = await anAdministrator()
  const { id } = await anEndpoint()
  const data = Array.from({ length: 120 }, () => ({
    endpointId: id,
    event: 'WEBHOOK_TEST' as const,
    data: { endpoint: id },
  }))
  await database().webhookDelivery.createMany({ data })
  await database().$executeRaw`UPDATE webhook_deliveries SET state = 'DELIVERED' WHERE position % 2 = 0`
  const view = { id }
  const seen: string[] = []
  let before: bigint | undefined
  do {
    const page = await readDeliveries(view, { before })
    seen.push(...page.deliveries.map((delivery) => delivery.id))
    before = page.older === undefined ? undefined : BigInt(page.older)
  } while (before)
  expect([seen.length, new Set(seen).size]).toEqual([120, 120])
  expect((await readDeliveries(view, { state: 'WAITING' })).deliveries.every(({ state }) => state === 'PENDING')).toBe(
    true,
  )
  expect(await readEndpoint(administrator, id)).toMatchObject({ waiting: 60 })
})

test('the condition holds for one that fails for an hour, or that the portal turned off', async () => {
  const { id } = await anEndpoint()
  const set = (data: Parameters<ReturnType<typeof database>['webhookEndpoint']['update']>[0]['data']) =>
    database().webhookEndpoint.update({ where: { id }, data })
  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000)
  expect(await areWebhooksFailing()).toBe(false)
  await set({ failingSince: ago(50) })
  expect(await areWebhooksFailing()).toBe(false)
  await set({ failingSince: ago(70) })
  expect(await areWebhooksFailing()).toBe(true)
  await set({ offReason: 'BY_STAFF', offSince: ago(1) })
  expect(await areWebhooksFailing()).toBe(false)
  for (const offReason of ['FAILED_FOR_DAYS', 'GONE'] as const) {
    await set({ offReason })
    expect(await areWebhooksFailing()).toBe(true)
  }
})
