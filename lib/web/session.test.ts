import { NextResponse } from 'next/server'
import { beforeEach, expect, test, vi } from 'vitest'

const answer = new NextResponse()
vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => answer.cookies }))

test('nobody is signed in without a cookie', async () => {
  const { requireActor, requireSession } = await import('./session')
  for (const require of [requireActor, requireSession]) {
    await expect(require()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  }
})

beforeEach(() => vi.resetModules()) // the environment is read once

test.each([
  [
    'http://localhost:3000',
    /^zhunxin\.session=; Path=\/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=lax$/,
  ],
  ['https://localhost:3000', /^__Host-zhunxin\.session=; Path=\/; Expires=[^;]+; Secure; HttpOnly; SameSite=lax$/],
])('signing out at %s takes the cookie away as it was set, or the browser keeps it', async (url, cookie) => {
  vi.stubEnv('ZHUNXIN_URL', url)
  const { signOut } = await import('./session')
  await signOut()
  expect(answer.headers.getSetCookie().at(-1)).toMatch(cookie)
  vi.unstubAllEnvs()
})
