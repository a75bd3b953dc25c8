import { beforeEach, expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { anOpenedLink } from '@/tests/factories/letter-links'
import { aBoundPhone, aDraftOfSomebody } from '@/tests/factories/phones'
import { requirePhone } from './phone'
import { phoneStep } from './phone-step'

const browser = vi.hoisted(() => ({ cookies: new Map<string, { value: string }>() }))
vi.mock('next/headers', () => {
  const { cookies } = browser
  const jar = {
    get: (name: string) => cookies.get(name),
    has: (name: string) => cookies.has(name),
    set: (name: string, value: string) => void cookies.set(name, { value }),
    delete: ({ name }: { name: string }) => void cookies.delete(name),
  }
  return { cookies: async () => jar }
})

beforeEach(() => browser.cookies.clear())

const withCookie = (value: string) => browser.cookies.set('zhunxin.phone', { value })
const end = (id: string) => database().phoneSession.update({ where: { id }, data: { endsAt: new Date(0) } })

test.each([
  ['no cookie', null],
  ['the cookie of no phone', 'a'.repeat(43)],
  ['a cookie of another form', 'a'],
])('a browser with %s is no phone', async (_, value) => {
  if (value !== null) withCookie(value)
  await expect(requirePhone()).rejects.toMatchObject({ code: 'PHONE_ENDED' })
})

test('a phone may upload until it ended', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret, phone } = await aBoundPhone(applicant, qualificationId)
  withCookie(secret)
  expect(await requirePhone()).toEqual(phone)
  await end(phone.phoneSessionId)
  await expect(requirePhone()).rejects.toMatchObject({ code: 'PHONE_ENDED' })
})

test('a browser that opened the link to a letter is refused as such when the link ended', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret, browser: opened } = await anOpenedLink(applicant, qualificationId)
  withCookie(secret)
  expect(await requirePhone()).toEqual(opened)
  await end(opened.phoneSessionId)
  await expect(requirePhone()).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
})

test('a browser that is a phone of somebody’s application registers, and stays that phone', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret, phone } = await aBoundPhone(applicant, qualificationId)
  withCookie(secret)
  const step = { step: 'CODE', phone: '+8613800138000', ticket: 'a', sent: null, isStartedAgain: false } as const
  await phoneStep.store(step)
  expect(await requirePhone()).toEqual(phone)
  expect(await phoneStep.read()).toMatchObject(step)
  await phoneStep.remove() // as signing in does
  expect(await requirePhone()).toEqual(phone)
})
