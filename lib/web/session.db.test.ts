import { decode } from 'next-auth/jwt'
import { expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { anIncompleteSession } from '@/tests/factories/factors'
import { aColleague } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import { currentActor, requireActing } from './session'

const browser = vi.hoisted(() => ({ cookies: new Map<string, { value: string }>() }))
vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => browser.cookies }))
vi.mock(import('next-auth/jwt'), async (original) => {
  const jwt = await original()
  return { ...jwt, decode: vi.fn(jwt.decode) }
})

test('a token that was opened before gives no right that was taken away since, and nothing once its session ended', async () => {
  const { id, actor } = await aColleague({ roles: ['AUDITOR'] })
  const { name, value } = await cookieFor(actor.sessionId)
  browser.cookies.set(name, { value })
  expect(await currentActor()).toMatchObject({ id, capabilities: expect.arrayContaining(['audit.read']) })
  await database().roleGrant.deleteMany({ where: { userId: id } })
  expect(await currentActor()).toMatchObject({ id, capabilities: [] })
  await endSession(actor, 'SIGN_OUT')
  expect(await currentActor()).toBeNull()
  expect(decode).toHaveBeenCalledOnce()
})

test('nobody acts whose sign-in is not complete', async () => {
  const { id, actor } = await aColleague()
  const { sessionId } = await anIncompleteSession(id)
  const actingBy = async (session: string) => {
    const { name, value } = await cookieFor(session)
    browser.cookies.set(name, { value })
    return requireActing()
  }
  expect(await actingBy(actor.sessionId)).toMatchObject({ id })
  await expect(actingBy(sessionId)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
})
