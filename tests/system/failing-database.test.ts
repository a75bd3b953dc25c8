import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { aColleague, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { ask, callAction, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/** What can't be asked lets nobody through. */

let system: System
let portal: string
let cookie: string
let qualificationId: string
let email: string

beforeAll(async () => {
  system = await startSystem({ LOG_LEVEL: 'fatal' })
  portal = system.portal.url
  const { actor, accountId } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  cookie = `${name}=${value}`
  qualificationId = (await aDraft({ ...actor, accountId })).id
  email = (await aColleague()).email
})
afterAll(() => system?.stop())

let away: string | undefined

/** As a database does in which a table can't be read. */
async function take(table: 'sessions' | 'rate_limits') {
  await asOwner((client) => client.query(`ALTER TABLE ${table} RENAME TO ${table}_away`))
  away = table
}
async function bringBack() {
  if (away) await asOwner((client) => client.query(`ALTER TABLE ${away}_away RENAME TO ${away}`))
  away = undefined
}
afterEach(bringBack)

const signIn = () =>
  callAction(
    portal,
    'app/(auth)/staff/sign-in/actions.ts#signIn',
    [
      ['email', email],
      ['password', PASSWORD],
    ],
    { page: '/staff/sign-in' },
  )
const withdraw = () =>
  callAction(
    portal,
    'app/(applicant)/qualifications/[qualificationId]/actions.ts#withdraw',
    [['qualificationId', qualificationId]],
    { cookie },
  )
const stateOf = async () =>
  (await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })).status

test('when sessions can not be read, nobody is anybody', async () => {
  await take('sessions')
  for (const path of ['/qualifications', '/account', '/my-data']) {
    const { status, body } = await ask(portal, path, { headers: { cookie } })
    expect(status, path).toBeGreaterThanOrEqual(500)
    expect(body, path).not.toContain(qualificationId)
  }
  expect((await ask(portal, '/api/my-data/export', { headers: { cookie } })).status).toBe(500)
  expect(await withdraw()).toMatchObject({ ok: false, error: 'UNEXPECTED' })
  expect(await signIn()).toMatchObject({ ok: false, cookies: [] })
  await bringBack()
  expect(await stateOf()).toBe('DRAFT')
  expect((await ask(portal, '/qualifications', { headers: { cookie } })).status).toBe(200)
})

test('when limits can not be read, nothing limited is done: no sign-in, no message, no change', async () => {
  await take('rate_limits')
  expect(await signIn()).toMatchObject({ ok: false, error: 'UNEXPECTED', cookies: [] })
  const sent = await callAction(
    portal,
    'app/(auth)/_phone/actions.ts#continueWithPhone',
    [
      ['intent', 'send'],
      ['phone', '13912345678'],
    ],
    { page: '/sign-in', previous: { sent: null } },
  )
  // The browser's own secret, which opens nothing, and no code that it could be used with.
  expect(sent.cookies).toEqual([expect.stringMatching(/^zhunxin\.codes=/)])
  expect(await withdraw()).toMatchObject({ ok: false, error: 'UNEXPECTED' })
  await bringBack()
  expect(await stateOf()).toBe('DRAFT')
  expect(await database().outboxMessage.count()).toBe(0)
  expect(await signIn()).toMatchObject({ cookies: [expect.stringContaining('zhunxin.session=')] })
  await withdraw()
  expect(await stateOf()).not.toBe('DRAFT')
})
