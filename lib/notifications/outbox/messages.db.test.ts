import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import type { OutboxState, StaffRole } from '@/lib/db/generated/enums'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { enqueueMessage } from './enqueue-message'
import { countUndelivered, readMessages } from './queries'
import { MessageFilters } from './schemas'
import { sendAgain } from './send-again'

beforeEach(() => database().outboxMessage.deleteMany())

let at = Date.UTC(2026, 0, 1)
/** Creates a message one second after the previous one. */
async function aMessage({ state = 'FAILED', template = 'SUBMITTED', channel = 'SMS', ...more }: Made = {}) {
  const params = template === 'SIGN_IN_CODE' ? { code: '135790', minutes: 5 } : { reference: 'ZX-1' }
  const to = channel === 'SMS' ? '+8613800138000' : 'zhou@example.cn'
  const message = { channel, template, locale: 'en', to, params } as never
  const { id } = await transaction((tx) => enqueueMessage(tx, message))
  at += 1_000
  await database().outboxMessage.update({ where: { id }, data: { state, createdAt: new Date(at), ...more } })
  return id
}
type Made = {
  state?: OutboxState
  template?: 'SUBMITTED' | 'SIGN_IN_CODE'
  channel?: 'SMS' | 'EMAIL'
  failure?: string
  attempts?: number
  expiresAt?: Date
}
const row = (id: string) => database().outboxMessage.findUniqueOrThrow({ where: { id } })

describe('an administrator sees', () => {
  const read = async (filters: object = {}) => readMessages(await anAdministrator(), MessageFilters.parse(filters))
  const ids = async (filters: object = {}) => (await read(filters)).messages.map(({ id }) => id)

  test('messages that could not be sent first, each group newest first', async () => {
    const made = []
    for (const state of ['FAILED', 'SENT', 'UNSURE', 'PENDING', 'SENDING'] as const)
      made.push(await aMessage({ state }))
    const [failed, sent, unsure, pending, sending] = made
    expect(await ids()).toEqual([unsure, failed, sending, pending, sent])
    expect(await ids({ state: 'SENT' })).toEqual([sent])
    expect(await ids({ state: 'UNSURE' })).toEqual([unsure])
  })

  test('to whom, masked, and why; by template and channel', async () => {
    const failure = 'REFUSED/FailedOperation.PhoneNumberInBlacklist'
    const text = await aMessage({ failure, attempts: 1 })
    const mail = await aMessage({ channel: 'EMAIL', failure: 'LEFT_BEHIND', state: 'UNSURE' })
    const code = await aMessage({ template: 'SIGN_IN_CODE', state: 'UNSURE' })
    const { messages } = await read()
    expect(messages).toMatchObject([
      { id: code, template: 'SIGN_IN_CODE', failure: null, canSendAgain: false },
      { id: mail, to: 'z***@example.cn', failure: { kind: 'LEFT_BEHIND', code: null }, canSendAgain: true },
      {
        id: text,
        to: '138****8000',
        attempts: 1,
        failure: { kind: 'REFUSED', code: 'FailedOperation.PhoneNumberInBlacklist' },
        canSendAgain: true,
      },
    ])
    expect(JSON.stringify(messages)).not.toMatch(/13800138000|zhou@|135790/)
    expect(await ids({ channel: 'EMAIL' })).toEqual([mail])
    expect(await ids({ template: 'SIGN_IN_CODE' })).toEqual([code])
    expect(await ids({ template: 'SIGN_IN_CODE', channel: 'EMAIL' })).toEqual([])
  })

  test('page after page, each message once', async () => {
    const made: string[] = []
    for (let count = 0; count < 60; count += 1) made.unshift(await aMessage({ state: 'SENT' }))
    for (let count = 0; count < 45; count += 1) made.unshift(await aMessage())
    const seen: string[] = []
    let after: string | undefined
    for (let pages = 0; pages < 3; pages += 1) {
      const page = await read({ after })
      seen.push(...page.messages.map(({ id }) => id))
      after = page.older
    }
    expect(after).toBeUndefined()
    expect(seen).toEqual(made)
    expect(await ids({ after: 'nonsense', state: 'nonsense' })).toHaveLength(50)
  })

  test('how many notices of the last day were given up', async () => {
    const today = new Date()
    const late = { createdAt: new Date(today.getTime() - 25 * 3_600_000) }
    const ids = [await aMessage(), await aMessage({ state: 'UNSURE' }), await aMessage({ state: 'SENT' })]
    ids.push(await aMessage({ template: 'SIGN_IN_CODE' }))
    await database().outboxMessage.updateMany({ where: { id: { in: ids } }, data: { createdAt: today } })
    await database().outboxMessage.update({ where: { id: await aMessage() }, data: late })
    expect(await countUndelivered(await anAdministrator())).toBe(2)
    expect(await countUndelivered((await aColleague({ roles: ['LEAD'] })).actor)).toBe(0)
  })

  test.each<StaffRole>(['REVIEWER', 'LEAD', 'AUDITOR'])('%s sees none of it', async (role) => {
    const { actor } = await aColleague({ roles: [role] })
    await expect(readMessages(actor, {})).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('sending again', () => {
  test.each(['FAILED', 'UNSURE'] as const)(
    'a notice that is %s is due at once, and an event records it',
    async (state) => {
      const id = await aMessage({ state, attempts: 3, failure: 'UNSURE/TIMEOUT' })
      const actor = await anAdministrator()
      await sendAgain(actor, { messageId: id })
      expect(await row(id)).toMatchObject({ state: 'PENDING', attempts: 3, failure: null })
      expect((await row(id)).dueAt.getTime()).toBeLessThanOrEqual(Date.now() + 1_000)
      const [event] = await eventsAbout(id, 'message.sent_again')
      expect(event).toMatchObject({ actorId: actor.id, capabilities: ['messages.read'] })
      expect(event?.data).toEqual({ channel: 'SMS', template: 'SUBMITTED', state })
    },
  )

  test.each([
    { template: 'SIGN_IN_CODE' as const },
    { template: 'SIGN_IN_CODE' as const, state: 'UNSURE' as const },
    { state: 'PENDING' as const },
    { state: 'SENDING' as const },
    { state: 'SENT' as const },
    { expiresAt: new Date(0) },
  ])('%j cannot be sent again', async (made) => {
    const id = await aMessage(made)
    const before = await row(id)
    const attempt = sendAgain(await anAdministrator(), { messageId: id })
    await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: id })
    expect(await row(id)).toEqual(before)
    expect(await eventsAbout(id)).toEqual([])
  })

  test('nobody else can, and for them it does not exist', async () => {
    const id = await aMessage()
    const others = [
      (await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR'] })).actor,
      (await aRegisteredApplicant()).actor,
    ]
    for (const actor of others) {
      await expect(sendAgain(actor, { messageId: id })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    await expect(sendAgain(await anAdministrator(), { messageId: newId() })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
    expect((await row(id)).state).toBe('FAILED')
  })

  test.each([
    ['another administrator had it sent', { state: 'PENDING' as const }],
    ['it was sent again, and failed again', { attempts: 4 }],
  ])('meanwhile %s', async (_, data) => {
    const id = await aMessage({ attempts: 3 })
    const actor = await anAdministrator()
    const attempt = interleaveWith(
      (tx) => tx.outboxMessage.update({ where: { id }, data }),
      () => sendAgain(actor, { messageId: id }),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await eventsAbout(id)).toEqual([])
  })
})
