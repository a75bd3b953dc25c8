import { afterAll, beforeAll, expect, test } from 'vitest'
import { PAGE_OF } from '@/lib/core/forms/page-of'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { hashPassword } from '@/lib/sign-in/passwords/passwords'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { aColleague, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { callAction, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

let system: System
let portal: string

beforeAll(async () => {
  system = await startSystem()
  portal = system.portal.url
})
afterAll(() => system?.stop())

async function send(act: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.set(name, value)
  const answer = await fetch(`${portal}/api/sign-in/${act}`, {
    method: 'POST',
    headers: { origin: portal, ...headers },
    body,
  })
  const isSentence = answer.headers.get('content-type')?.startsWith('text/plain') // to other sites
  const said = isSentence ? await answer.text() : await answer.json()
  return { status: answer.status, cookies: answer.headers.getSetCookie(), answer: said }
}

const isSession = (cookie: string) => cookie.startsWith('zhunxin.session=')
const liveOf = (userId: string) => database().session.count({ where: { userId, endedAt: null } })

async function anApplicant() {
  const person = await aRegisteredApplicant()
  await database().user.update({ where: { id: person.id }, data: { passwordHash: await hashPassword(PASSWORD) } })
  await database().session.updateMany({ where: { userId: person.id }, data: { endedAt: new Date() } })
  return { ...person, credentials: { phone: person.phone.slice(3), password: PASSWORD } }
}

test('the person of the page is signed in and led nowhere', async () => {
  const { id, credentials } = await anApplicant()
  const { status, cookies, answer } = await send('password', { as: id, next: '/account', ...credentials })
  expect([status, answer]).toMatchObject([200, { ok: true, value: { step: 'ENTERED', pendingStep: null } }])
  expect(cookies.filter(isSession)).toHaveLength(1)
  expect(await liveOf(id)).toBe(1)
})

test('anybody else gets no cookie, and their session is over', async () => {
  const { id, credentials } = await anApplicant()
  const { status, cookies, answer } = await send('password', { as: newId(), ...credentials })
  expect([status, answer]).toMatchObject([200, { ok: false, error: 'OTHER_PERSON' }])
  expect(cookies.filter(isSession)).toEqual([])
  expect(await liveOf(id)).toBe(0)
})

test('the second factor counts in the session of the person of the page alone', async () => {
  const colleague = await aColleague()
  await withTotp(await anIncompleteSession(colleague.id))
  const { sessionId } = await anIncompleteSession(colleague.id)
  const { name, value } = await cookieFor(sessionId)
  const headers = { cookie: `${name}=${value}` }
  const other = await send('totp', { as: newId(), code: '000000' }, headers)
  expect([other.status, other.answer.code]).toEqual([409, 'OTHER_PERSON'])
  const own = await send('totp', { as: colleague.id, code: '000000' }, headers)
  expect(own.answer).toMatchObject({ ok: false, error: 'FACTOR_WRONG' })
  expect((await send('totp', { as: colleague.id, code: '000000' })).status).toBe(401)
})

test('a check says whether the person of the page is signed in, and nothing of others', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  const headers = { cookie: `${name}=${value}` }
  expect((await send('check', { as: id }, headers)).answer).toEqual({ ok: true, value: true })
  expect((await send('check', { as: id })).answer).toEqual({ ok: true, value: false })
  expect((await send('check', { as: newId() }, headers)).answer.code).toBe('OTHER_PERSON')
})

test('other sites, other acts, steps with a page of their own, and forms of nobody’s page are refused', async () => {
  const { id, credentials } = await anApplicant()
  const form = { as: id, ...credentials }
  expect((await send('password', form, { origin: 'https://example.com' })).status).toBe(403)
  expect((await send('password', credentials)).status).toBe(400)
  for (const act of ['register', '__proto__', 'constructor']) expect((await send(act, form)).status).toBe(404)
  for (const intent of ['register', 'start-again', 'recover', 'unlock', '']) {
    expect((await send('phone', { ...form, intent })).status).toBe(400)
  }
  expect(await liveOf(id)).toBe(0)
})

test('a form names whose page it is on: nobody else sends it', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  const call = (person: string) =>
    callAction(portal, 'app/(applicant)/my-data/erase/actions.ts#sendCode', [[PAGE_OF, person]], {
      cookie: `${name}=${value}`,
      page: '/my-data/erase',
    })
  expect((await call(newId())).error).toBe('OTHER_PERSON')
  expect((await call(id)).ok).toBe(true)
})
