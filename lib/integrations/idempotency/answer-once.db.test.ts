import { expect, test, vi } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { anApiKey } from '@/tests/factories/api-keys'
import { answerOnce, KeyReusedError, purgeStoredAnswers } from './answer-once'

const aRequest = async () => {
  const { id: keyId, secret } = await anApiKey()
  return { keyId, secret, name: crypto.randomUUID(), content: '["POST"]' }
}
/** Makes an account: what it did can be counted. */
const make = () => transaction((tx) => tx.account.create({ data: { id: newId() } }))
const answerOf = (made: { id: string } | null) => made && { status: 201, body: made.id }

test('equal requests of two processes are done once', async () => {
  const request = await aRequest()
  vi.resetModules() // another process has its own connections, and its own list of what is in progress
  const other = { ...(await import('./answer-once')), ...(await import('@/lib/db/client')) }
  let done = 0
  const verbIn = (open: typeof transaction) => () =>
    open(async (tx) => {
      done += 1
      await tx.$executeRaw`SELECT pg_sleep(0.5)`
      return tx.account.create({ data: { id: newId() } })
    })
  const [one, two] = await Promise.all([
    answerOnce(request, verbIn(transaction), answerOf),
    other.answerOnce(request, verbIn(other.transaction), answerOf),
  ])
  await other.disconnect()
  expect(one).toEqual(two)
  expect(done).toBe(1)
})

test('what fails after the verb did it is undone with its answer', async () => {
  const request = await aRequest()
  let id = ''
  const breaks = answerOnce(request, make, (made) => {
    id = made.id
    throw new DomainError('TRY_AGAIN', 'The process ends here')
  })
  await expect(breaks).rejects.toMatchObject({ code: 'TRY_AGAIN' })
  expect(await database().account.count({ where: { id } })).toBe(0)
  expect(await database().storedAnswer.count({ where: { keyId: request.keyId } })).toBe(0)
  expect(await answerOnce(request, make, answerOf)).toMatchObject({ status: 201 })
})

test('transactions that follow the verb, or run next to it, store nothing', async () => {
  const request = await aRequest()
  const verb = async () => {
    const made = await transaction(async (tx) => {
      await make() // in a transaction of its own
      return tx.account.create({ data: { id: newId() } })
    })
    await make()
    return made
  }
  const answer = await answerOnce(request, verb, answerOf)
  expect(await answerOnce(request, verb, answerOf)).toEqual(answer)
  expect(await database().storedAnswer.count({ where: { keyId: request.keyId } })).toBe(1)
})

test('an answer opens for the same request of the same key alone', async () => {
  const request = await aRequest()
  await answerOnce(request, make, answerOf)
  await expect(answerOnce({ ...request, content: '["PUT"]' }, make, answerOf)).rejects.toThrow(KeyReusedError)
  const others = { ...request, secret: `${request.secret.slice(0, -1)}_` }
  await expect(answerOnce(others, make, answerOf)).rejects.toThrow(KeyReusedError)
})

test('answers are deleted after a day', async () => {
  const [old, recent] = [await aRequest(), await aRequest()]
  for (const request of [old, recent]) await answerOnce(request, make, answerOf)
  await database().$executeRaw`
    UPDATE stored_answers SET created_at = now() - interval '25 hours' WHERE key_id = ${old.keyId}::uuid`
  await database().$executeRaw`
    UPDATE stored_answers SET created_at = now() - interval '23 hours' WHERE key_id = ${recent.keyId}::uuid`
  await purgeStoredAnswers()
  const left = await database().storedAnswer.findMany({ where: { keyId: { in: [old.keyId, recent.keyId] } } })
  expect(left.map(({ keyId }) => keyId)).toEqual([recent.keyId])
})
