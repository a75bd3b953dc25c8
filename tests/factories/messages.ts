import { database, transaction } from '@/lib/db/client'
import type { OutboxState } from '@/lib/db/generated/enums'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { anEmail, aPhone } from './people'

type Made = { state?: OutboxState; failure?: string; attempts?: number }

/** Creates a notification by text message, in a state. */
export async function aNotice({
  state = 'FAILED',
  failure = 'REFUSED/FailedOperation.SignNotApproved',
  ...more
}: Made = {}) {
  const params = { reference: 'ZX-20241001-ABC234' }
  const message = { channel: 'SMS', template: 'SUBMITTED', locale: 'zh-CN', to: aPhone(), params } as const
  const { id } = await transaction((tx) => enqueueMessage(tx, message))
  return become(id, { state, failure, attempts: 1, ...more })
}

/** Creates one message of each kind of trouble, and some that were sent. */
export async function messagesOfAllKinds(): Promise<void> {
  await aNotice({ state: 'SENT', failure: '' })
  await aNotice({ state: 'PENDING', failure: 'THROTTLED/LimitExceeded.PhoneNumberThirtySecondLimit' })
  await aNotice({ state: 'UNSURE', failure: 'UNSURE/TIMEOUT', attempts: 3 })
  await aNotice()
  const until = { reference: 'ZX-20241001-ABC234', until: '2025-10-01' }
  const mail = { channel: 'EMAIL', template: 'APPROVED', locale: 'en', to: anEmail(), params: until } as const
  await become((await transaction((tx) => enqueueMessage(tx, mail))).id, {
    state: 'FAILED',
    failure: 'UNREACHABLE/TIMEOUT',
    attempts: 3,
  })
  const params = { code: '135790', minutes: 5 }
  const code = { channel: 'SMS', template: 'SIGN_IN_CODE', locale: 'zh-CN', to: aPhone(), params } as const
  await become((await transaction((tx) => enqueueMessage(tx, code))).id, {
    state: 'UNSURE',
    failure: 'LEFT_BEHIND',
    attempts: 1,
  })
}

async function become(id: string, { state, failure, attempts }: Required<Made>): Promise<string> {
  const sentAt = state === 'SENT' ? new Date() : null
  await database().outboxMessage.update({ where: { id }, data: { state, failure: failure || null, attempts, sentAt } })
  return id
}
