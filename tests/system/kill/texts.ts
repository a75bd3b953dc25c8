import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { enqueueMessage } from '@/lib/notifications/outbox/enqueue-message'
import { SMS_TEMPLATES } from '@/lib/notifications/templates'
import { type Received, type Reply, type Served, serve } from '@/tests/setup/providers/http'
import { TENCENT, takes, textIn } from '@/tests/setup/providers/tencent'

export type Provider = Served & {
  received(id: string): number
  total(): number
  environment: Record<string, string>
  /** Accepts messages, and answers none. */
  isSilent: boolean
}

/**
 * Behaves like Tencent Cloud on a bad day: some answers take a while, and some never come though the message was
 * accepted.
 */
export async function aProvider(random: () => number): Promise<Provider> {
  const counts = new Map<string, number>()
  let total = 0
  const reply = (request: Received): Reply => {
    const { SessionContext: id } = textIn(request)
    counts.set(id, (counts.get(id) ?? 0) + 1)
    total += 1
    if (provider.isSilent) return 'silence'
    const [luck, delay] = [random(), random() * 300]
    if (luck < 0.05) return 'cut'
    if (luck < 0.1) return { text: '<html>Bad gateway</html>', status: 502 }
    const answer = takes(request)
    return luck < 0.6 && typeof answer === 'object' && 'json' in answer ? { ...answer, delay } : answer
  }
  const served = await serve(reply)
  const environment = {
    SMS_PROVIDER: 'tencent',
    SMS_ENDPOINT: served.url,
    SMS_SIGN_NAME: '准信',
    SMS_TEMPLATES: JSON.stringify(Object.fromEntries(SMS_TEMPLATES.map((name, at) => [name, `10000${at}`]))),
    ...TENCENT,
  }
  const provider = {
    ...served,
    received: (id: string) => counts.get(id) ?? 0,
    total: () => total,
    environment,
    isSilent: false,
  }
  return provider
}

export type Written = { codes: string[]; notices: string[] }

/** Writes messages, each in a transaction of its own, as verbs do. */
export async function write({ codes, notices }: { codes: number; notices: number }): Promise<Written> {
  const common = { channel: 'SMS', locale: 'zh-CN', to: '+8613900001111' } as const
  const written: Written = { codes: [], notices: [] }
  const expiresAt = new Date(Date.now() + 3_600_000)
  for (let count = 0; count < Math.max(codes, notices); count += 1) {
    await transaction(async (tx) => {
      if (count < codes) {
        const params = { code: '135790', minutes: 5 }
        written.codes.push((await enqueueMessage(tx, { ...common, template: 'SIGN_IN_CODE', params, expiresAt })).id)
      }
      if (count < notices) {
        const params = { reference: newId().slice(0, 13) }
        written.notices.push((await enqueueMessage(tx, { ...common, template: 'SUBMITTED', params })).id)
      }
    })
  }
  return written
}

/** Ends the wait before the next attempt; only when no worker lives, also the wait for messages left behind. */
export async function letTimePass({ isNobodyAlive }: { isNobodyAlive: boolean }): Promise<void> {
  await database().$executeRaw`
    UPDATE outbox_messages SET due_at = least(due_at, clock_timestamp()) WHERE state = 'PENDING'`
  if (!isNobodyAlive) return
  await database().$executeRaw`
    UPDATE outbox_messages SET claimed_at = claimed_at - interval '1 hour' WHERE state = 'SENDING'`
}

export const countUnsettled = () => database().outboxMessage.count({ where: { state: { in: ['PENDING', 'SENDING'] } } })

/** Returns what is wrong at the end; nothing, when all is well. */
export async function brokenAmong({ codes, notices }: Written, provider: Provider): Promise<string[]> {
  const rows = await database().outboxMessage.findMany({ where: { id: { in: [...codes, ...notices] } } })
  const abandoned = await database().auditEvent.findMany({ where: { action: 'message.failed' } })
  const isCode = new Set(codes)
  const problems = rows.length === codes.length + notices.length ? [] : ['a message is gone']
  for (const { id, state, attempts } of rows) {
    const times = provider.received(id)
    const name = `${isCode.has(id) ? 'code' : 'notice'} ${id} (${state}, ${attempts} attempts, received ${times} times)`
    const events = abandoned.filter(({ subjectId }) => subjectId === id).length
    if (times > (isCode.has(id) ? 1 : 3)) problems.push(`sent too often: ${name}`)
    if (times > attempts) problems.push(`sent unseen: ${name}`)
    if (state === 'SENT' && times === 0) problems.push(`never left: ${name}`)
    if (state !== 'SENT' && state !== 'UNSURE') problems.push(`lost: ${name}`)
    if (state === 'UNSURE' && !isCode.has(id) && attempts < 3) problems.push(`given up early: ${name}`)
    if (events !== (state === 'UNSURE' ? 1 : 0)) problems.push(`${events} events of being given up: ${name}`)
  }
  return problems
}
