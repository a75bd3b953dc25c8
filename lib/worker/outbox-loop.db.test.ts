import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { log } from '@/lib/core/log'
import { database, transaction } from '@/lib/db/client'
import { DeliveryError } from '@/lib/notifications/gateways/delivery'
import type { Gateways } from '@/lib/notifications/gateways/gateways'
import type { TextMessage } from '@/lib/notifications/gateways/sms-gateway'
import { claimMessages } from '@/lib/notifications/outbox/claim-messages'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { readMessages } from '@/lib/notifications/outbox/queries'
import { recordAttempt } from '@/lib/notifications/outbox/record-attempt'
import { sendMessage } from '@/lib/notifications/outbox/send-message'
import { settleSent } from '@/lib/notifications/outbox/settle-message'
import { sweepOutbox } from '@/lib/notifications/outbox/sweep-outbox'
import { eventsAbout } from '@/tests/factories/audit'
import { anAdministrator } from '@/tests/factories/people'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startOutboxLoop } from './outbox-loop'

vi.mock(import('@/lib/core/env'), async (original) => {
  const { env, parseEnv, ...rest } = await original()
  const ids = JSON.stringify({ SIGN_IN_CODE: '1', SUBMITTED: '2' })
  return {
    ...rest,
    parseEnv,
    env: () => ({ ...env(), ...parseEnv({ ...process.env, SMS_SIGN_NAME: '准信', SMS_TEMPLATES: ids }) }),
  }
})

const loops: ReturnType<typeof startOutboxLoop>[] = []
beforeEach(() => database().outboxMessage.deleteMany())
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()))
})

const send = vi.fn<(message: TextMessage) => Promise<string | null>>()
beforeEach(() => void send.mockReset().mockImplementation(async ({ id }) => `provider-${id}`))
const SMS: Gateways = { SMS: { name: 'tencent', send }, EMAIL: null }

const aCode = (expiresAt = new Date(Date.now() + 300_000)) =>
  transaction((tx) =>
    enqueueMessage(tx, {
      channel: 'SMS',
      template: 'SIGN_IN_CODE',
      locale: 'zh-CN',
      to: '+8613900001111',
      params: { code: '135790', minutes: 5 },
      expiresAt,
    }),
  )
const aNotice = (channel: 'SMS' | 'EMAIL' = 'SMS') =>
  transaction((tx) =>
    enqueueMessage(tx, {
      channel,
      template: 'SUBMITTED',
      locale: 'en',
      to: channel === 'SMS' ? '+8613900001111' : 'a@example.cn',
      params: { reference: 'ZX-1' },
    }),
  )
const row = (id: string) => database().outboxMessage.findUniqueOrThrow({ where: { id } })
const sendDue = async () => {
  const claimed = await claimMessages(['SMS'], 10)
  await Promise.all(claimed.map((message) => sendMessage(message, SMS)))
  return claimed.length
}
// A second ago, not now: the column holds milliseconds, and rounds up as often as down.
const letTimePass = () =>
  database().$executeRaw`
    UPDATE outbox_messages
    SET due_at = least(due_at, clock_timestamp() - interval '1 second'), claimed_at = claimed_at - interval '1 hour'`

describe('a message', () => {
  test('is handed over once, with what the provider needs, and written as sent', async () => {
    const { id } = await aCode()
    expect(await sendDue()).toBe(1)
    expect(send.mock.calls).toEqual([
      [
        {
          id,
          to: '+8613900001111',
          signName: '准信',
          templateId: '1',
          values: [
            ['code', '135790'],
            ['minutes', '5'],
          ],
        },
      ],
    ])
    expect(await row(id)).toMatchObject({ state: 'SENT', attempts: 1, providerId: `provider-${id}`, failure: null })
    expect((await row(id)).sentAt).not.toBeNull()
    expect(await sendDue()).toBe(0)
    expect(await eventsAbout(id)).toEqual([])
  })

  test('is written as being sent before it leaves', async () => {
    const { id } = await aNotice()
    const states: string[] = []
    send.mockImplementation(async () => {
      states.push((await row(id)).state)
      return null
    })
    await sendDue()
    expect(states).toEqual(['SENDING'])
  })

  test('waits for its channel, its time, and after messages that expire', async () => {
    const mail = await aNotice('EMAIL')
    const [first, code] = [await aNotice(), await aCode()]
    const later = await aNotice()
    await database().outboxMessage.update({ where: { id: later.id }, data: { dueAt: new Date(Date.now() + 60_000) } })
    expect((await claimMessages(['SMS'], 1)).map(({ id }) => id)).toEqual([code.id])
    expect((await claimMessages(['SMS'], 9)).map(({ id }) => id)).toEqual([first.id])
    for (const { id } of [mail, later]) expect(await row(id)).toMatchObject({ state: 'PENDING', attempts: 0 })
  })
})

describe('several workers', () => {
  test('each claim other messages, and do not wait for those that another has claimed', async () => {
    const [held, ...others] = [await aNotice(), await aNotice(), await aNotice()]
    await transaction(async (tx) => {
      await tx.outboxMessage.update({ where: { id: held?.id ?? '' }, data: { locale: 'zh-CN' } })
      expect((await claimMessages(['SMS'], 9)).map(({ id }) => id).sort()).toEqual(others.map(({ id }) => id).sort())
    })
  })

  test('claim each message once, and no more than they requested', async () => {
    const made = await Promise.all(Array.from({ length: 30 }, () => aNotice()))
    const claims = await Promise.all(Array.from({ length: 12 }, () => claimMessages(['SMS'], 3)))
    for (const claimed of claims) expect(claimed.length).toBeLessThanOrEqual(3)
    for (let rest = await claimMessages(['SMS'], 30); rest.length > 0; rest = await claimMessages(['SMS'], 30))
      claims.push(rest)
    const ids = claims.flat().map(({ id }) => id)
    expect(ids.sort()).toEqual(made.map(({ id }) => id).sort())
  })
})

describe('failures', () => {
  const failing = (kind: DeliveryError['kind'], code = 'Some.Code') =>
    send.mockImplementation(async () => {
      throw new DeliveryError(kind, code)
    })

  test.each(['REFUSED', 'UNSURE'] as const)('%s: a code is given up at once, which is recorded', async (kind) => {
    failing(kind)
    const { id } = await aCode()
    await sendDue()
    await letTimePass()
    await sendDue()
    const state = kind === 'UNSURE' ? 'UNSURE' : 'FAILED'
    expect(send).toHaveBeenCalledTimes(1)
    expect(await row(id)).toMatchObject({ state, attempts: 1, failure: `${kind}/Some.Code` })
    const [event, ...more] = await eventsAbout(id, 'message.failed')
    expect(event).toMatchObject({ actorKind: 'SYSTEM' })
    expect(event?.data).toEqual({
      channel: 'SMS',
      template: 'SIGN_IN_CODE',
      state,
      failure: `${kind}/Some.Code`,
      attempts: 1,
    })
    expect(more).toEqual([])
  })

  test('each failed attempt is logged: ids and codes, nothing of the message', async () => {
    failing('UNREACHABLE', 'ECONNREFUSED')
    const warn = vi.spyOn(log, 'warn')
    const { id } = await aNotice()
    for (let time = 0; time < 4; time += 1) {
      await sendDue()
      await letTimePass()
    }
    const line = (attempts: number, state: string) => [
      { message: id, channel: 'SMS', template: 'SUBMITTED', state, failure: 'UNREACHABLE/ECONNREFUSED', attempts },
      'message not sent',
    ]
    expect(warn.mock.calls).toEqual([line(1, 'PENDING'), line(2, 'PENDING'), line(3, 'FAILED')])
    warn.mockRestore()
  })

  test('a code is sent again when surely nothing was sent, and while it is valid', async () => {
    failing('UNREACHABLE', 'ECONNREFUSED')
    const { id } = await aCode()
    const before = Date.now()
    await sendDue()
    expect(await row(id)).toMatchObject({ state: 'PENDING', failure: 'UNREACHABLE/ECONNREFUSED', claimedAt: null })
    expect((await row(id)).dueAt.getTime()).toBeGreaterThan(before + 3_000)
    expect(await sendDue()).toBe(0)
    send.mockResolvedValue('p')
    await letTimePass()
    await sendDue()
    expect(await row(id)).toMatchObject({ state: 'SENT', attempts: 2, failure: null })
  })

  test('an expired code is not sent, and is given up', async () => {
    const { id } = await aCode(new Date(Date.now() - 1_000))
    expect(await sendDue()).toBe(0)
    await sweepOutbox([])
    expect(await row(id)).toMatchObject({ state: 'PENDING' }) // without a gateway it stays to be read
    await sweepOutbox(['SMS'])
    expect(await row(id)).toMatchObject({ state: 'FAILED', failure: 'EXPIRED', attempts: 0 })
    expect(await eventsAbout(id, 'message.failed')).toHaveLength(1)
    expect(send).not.toHaveBeenCalled()
  })

  test('a notice that was not sent for three days is given up', async () => {
    const [old, recent] = [await aNotice(), await aNotice()]
    const lie = (id: string, hours: number) =>
      database().outboxMessage.update({ where: { id }, data: { dueAt: new Date(Date.now() - hours * 3_600_000) } })
    await lie(old.id, 73)
    await lie(recent.id, 71)
    expect(await sendDue()).toBe(1)
    await sweepOutbox(['SMS'])
    expect(await row(old.id)).toMatchObject({ state: 'FAILED', failure: 'EXPIRED', attempts: 0 })
    expect(await row(recent.id)).toMatchObject({ state: 'SENT' })
  })

  test.each([
    ['THROTTLED', 'FAILED'],
    ['UNSURE', 'UNSURE'],
  ] as const)('%s: a notice is tried three times, and is then %s', async (kind, state) => {
    failing(kind)
    const { id } = await aNotice()
    for (let time = 0; time < 5; time += 1) {
      await sendDue()
      await letTimePass()
    }
    expect(send).toHaveBeenCalledTimes(3)
    expect(await row(id)).toMatchObject({ state, attempts: 3 })
    expect(await eventsAbout(id, 'message.failed')).toHaveLength(1)
  })

  test('a text message whose template has no id fails with that reason, and the channel counts as working', async () => {
    await database().failingChannel.deleteMany()
    const approved = { template: 'APPROVED', params: { reference: 'ZX-1', until: '2027-11-25' } } as const
    const { id } = await transaction((tx) =>
      enqueueMessage(tx, { channel: 'SMS', locale: 'en', to: '+8613900001111', ...approved }),
    )
    await sendDue()
    expect(send).not.toHaveBeenCalled()
    expect(await row(id)).toMatchObject({ state: 'FAILED', failure: 'NO_TEMPLATE_ID' })
    expect((await eventsAbout(id, 'message.failed')).map(({ data }) => data)).toMatchObject([
      { failure: 'NO_TEMPLATE_ID' },
    ])
    expect(await database().failingChannel.count()).toBe(0)
    const [line] = (await readMessages(await anAdministrator(), { state: 'FAILED' })).messages
    expect(line).toMatchObject({ id, failure: { kind: 'NO_TEMPLATE_ID', code: null }, canSendAgain: true })
  })

  test('a channel counts as failing until one of its own messages is sent', async () => {
    await database().failingChannel.deleteMany()
    for (const channel of ['SMS', 'EMAIL'] as const) await recordAttempt(channel, 'THROTTLED/Some.Code')
    await aNotice()
    await sendDue()
    const failing = await database().failingChannel.findMany({ select: { channel: true, attempts: true } })
    expect(failing).toEqual([{ channel: 'EMAIL', attempts: 1 }])
    await recordAttempt('EMAIL', null)
    expect(await database().failingChannel.count()).toBe(0)
  })

  test('a failing gateway, or a row that does not open, does not stop the others', async () => {
    const [moved, { id }] = [await aNotice(), await aNotice()]
    const { toSealed } = await row(id)
    await database().outboxMessage.update({ where: { id: moved.id }, data: { toSealed } })
    send.mockRejectedValueOnce(new Error('A bug'))
    await sendDue()
    expect(await row(moved.id)).toMatchObject({ state: 'FAILED', failure: 'UNREADABLE' })
    expect(await row(id)).toMatchObject({ state: 'PENDING', failure: 'UNSURE/UNEXPECTED', attempts: 1 })
  })
})

describe('messages of a killed worker', () => {
  test('a notice is tried again, three times in all; a code never', async () => {
    const [notice, code] = [await aNotice(), await aCode()]
    for (let time = 0; time < 5; time += 1) {
      await claimMessages(['SMS'], 10) // and there it ends
      await sweepOutbox(['SMS'])
      if (time === 0) expect((await row(notice.id)).state).toBe('SENDING') // it may yet live
      await letTimePass()
      await sweepOutbox(['SMS'])
    }
    expect(await row(code.id)).toMatchObject({ state: 'UNSURE', attempts: 1, failure: 'LEFT_BEHIND' })
    expect(await row(notice.id)).toMatchObject({ state: 'UNSURE', attempts: 3, failure: 'LEFT_BEHIND' })
    for (const { id } of [notice, code]) expect(await eventsAbout(id, 'message.failed')).toHaveLength(1)
  })

  test('a slow worker does not overwrite what another recorded', async () => {
    const { id } = await aNotice()
    const [slow] = await claimMessages(['SMS'], 1)
    await letTimePass()
    await sweepOutbox(['SMS'])
    const [second] = await claimMessages(['SMS'], 1)
    if (!slow || !second) throw new Error('Not claimed')
    expect(await settleSent(slow, 'late')).toBe(false)
    expect(await row(id)).toMatchObject({ state: 'SENDING', attempts: 2, providerId: null })
    expect(await settleSent(second, 'ours')).toBe(true)
    expect(await row(id)).toMatchObject({ state: 'SENT', providerId: 'ours' })
  })
})

describe('the loop', () => {
  const start = (gateways = SMS) => {
    const loop = startOutboxLoop(gateways)
    loops.push(loop)
    return loop
  }

  test('sends new messages within about a second, each once, with several workers', async () => {
    start()
    start()
    start()
    const sent = await Promise.all(Array.from({ length: 40 }, () => aNotice()))
    const code = await aCode()
    await vi.waitUntil(async () => (await row(code.id)).state === 'SENT', { timeout: PATIENCE, interval: 20 })
    await vi.waitUntil(
      async () => (await database().outboxMessage.count({ where: { state: 'SENT' } })) === 41,
      PATIENCE,
    )
    const ids = send.mock.calls.map(([{ id }]) => id).sort()
    expect(ids).toEqual([...sent.map(({ id }) => id), code.id].sort())
  })

  test('stops when the messages that are being sent have arrived', async () => {
    let arrive: (providerId: string) => void = () => {}
    send.mockImplementation(() => new Promise((resolve) => (arrive = resolve)))
    const { id } = await aNotice()
    const loop = start()
    await vi.waitUntil(() => send.mock.calls.length === 1, PATIENCE)
    const stopped = loop.stop()
    const late = await aNotice()
    arrive('there')
    await stopped
    expect(await row(id)).toMatchObject({ state: 'SENT', providerId: 'there' })
    expect((await row(late.id)).state).toBe('PENDING')
  })

  test('without a gateway nothing is sent, and nothing changes', async () => {
    const { id } = await aCode(new Date(Date.now() - 1_000))
    const loop = start({ SMS: null, EMAIL: null })
    await loop.stop()
    expect(await row(id)).toMatchObject({ state: 'PENDING', attempts: 0 })
  })
})
