import { expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { enqueueMessage } from './enqueue-message'
import { readOutbox } from './read-outbox'

const MESSAGE = { channel: 'SMS', template: 'SIGN_IN_CODE', to: '+8613900001111' } as const
const enqueue = (code: string, locale: 'zh-CN' | 'en' = 'zh-CN') =>
  transaction((tx) => enqueueMessage(tx, { ...MESSAGE, locale, params: { code, minutes: 5 } }))

test('an enqueued message is read in its language, newest first, and is nowhere in clear', async () => {
  const { id } = await enqueue('135790')
  await enqueue('246801', 'en')
  const outbox = await readOutbox()
  expect(outbox?.[0]?.text).toMatch(/Your code is 246801/)
  expect(outbox?.[1]).toMatchObject({ id, to: '+8613900001111', text: expect.stringContaining('135790') })

  const row = await database().outboxMessage.findUniqueOrThrow({ where: { id } })
  expect(row.state).toBe('PENDING')
  const stored = Buffer.concat([row.toSealed, row.paramsSealed]).toString('latin1')
  expect(stored).not.toContain('135790')
  expect(stored).not.toContain('13900001111')
})

test('a message whose transaction fails is not sent', async () => {
  const failing = transaction(async (tx) => {
    await enqueueMessage(tx, { ...MESSAGE, locale: 'en', params: { code: '999999', minutes: 5 } })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect((await readOutbox())?.some(({ text }) => text.includes('999999'))).toBe(false)
})

test('the newest 50 are shown', async () => {
  for (let n = 0; n < 51; n += 1) await enqueue(String(100_000 + n))
  const outbox = (await readOutbox()) ?? []
  expect(outbox).toHaveLength(50)
  expect(outbox[0]?.text).toContain('100050')
})

test('a message moved to another row does not open, and hides no other', async () => {
  const [a, b] = [await enqueue('111111'), await enqueue('222222')]
  const { paramsSealed } = await database().outboxMessage.findUniqueOrThrow({ where: { id: a.id } })
  await database().outboxMessage.update({ where: { id: b.id }, data: { paramsSealed } })
  const readable = (await readOutbox())?.map(({ id }) => id)
  expect(readable).toContain(a.id)
  expect(readable).not.toContain(b.id)
})
