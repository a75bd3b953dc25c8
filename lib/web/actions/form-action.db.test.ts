import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { PAGE_OF } from '@/lib/core/forms/page-of'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import { formAction, sessionAction } from './form-action'

const browser = vi.hoisted(() => ({ cookies: new Map<string, { value: string }>() }))
vi.mock('next/headers', () => ({ headers: async () => new Headers(), cookies: async () => browser.cookies }))

test.each([
  ['of signed-in people', formAction],
  ['of people who confirm their identity', sessionAction],
])('an action %s does nothing by a page that another person opened', async (_, actionOf) => {
  const [{ actor }, { actor: another }] = [await aRegisteredApplicant(), await aRegisteredApplicant()]
  const { name, value } = await cookieFor(actor.sessionId)
  browser.cookies.set(name, { value })
  const run = vi.fn(async ({ id }: { id: string }) => id)
  const act = actionOf('test.act', z.unknown(), run)
  const sentFrom = (person: string | null) => {
    const form = new FormData()
    form.append('name', '李雷')
    if (person !== null) form.append(PAGE_OF, person)
    return act(null, form)
  }
  expect(await sentFrom(another.id)).toMatchObject({ ok: false, error: 'OTHER_PERSON', sent: { name: '李雷' } })
  expect(run).not.toHaveBeenCalled()
  for (const person of [actor.id, null]) expect(await sentFrom(person)).toEqual({ ok: true, value: actor.id })
})
