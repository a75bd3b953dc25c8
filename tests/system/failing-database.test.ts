import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { asOwner } from '@/lib/db/owner'
import { aColleague, PASSWORD } from '@/tests/factories/people'
import { ask, callAction } from '@/tests/setup/http'
import { aDraftAndItsOwner, signInStaff, withdraw } from '@/tests/setup/one-draft'
import { type System, startSystem } from '@/tests/setup/system'

/** A check that can't be read lets nobody through. */

let system: System
let portal: string
let cookie: string
let qualificationId: string
let email: string

beforeAll(async () => {
  system = await startSystem({ LOG_LEVEL: 'fatal' })
  portal = system.portal.url
  ;({ cookie, qualificationId } = await aDraftAndItsOwner())
  email = (await aColleague()).email
})
afterAll(() => system?.stop())

let missing: string | undefined

/** Makes the database fail as if a table can't be read. */
async function take(table: 'sessions' | 'rate_limits') {
  await asOwner((client) => client.query(`ALTER TABLE ${table} RENAME TO ${table}_missing`))
  missing = table
}
async function bringBack() {
  if (missing) await asOwner((client) => client.query(`ALTER TABLE ${missing}_missing RENAME TO ${missing}`))
  missing = undefined
}
afterEach(bringBack)

const signIn = () => signInStaff(portal, email, PASSWORD)
const withdrawDraft = () => withdraw(portal, qualificationId, cookie)
const stateOf = async () =>
  (await database().qualification.findUniqueOrThrow({ where: { id: qualificationId } })).status

test('when sessions cannot be read, nobody is anybody', async () => {
  await take('sessions')
  for (const path of ['/qualifications', '/account', '/my-data']) {
    const { status, body } = await ask(portal, path, { headers: { cookie } })
    expect(status, path).toBeGreaterThanOrEqual(500)
    expect(body, path).not.toContain(qualificationId)
  }
  expect((await ask(portal, '/api/my-data/export', { headers: { cookie } })).status).toBe(500)
  expect(await withdrawDraft()).toMatchObject({ ok: false, error: 'UNEXPECTED' })
  expect(await signIn()).toMatchObject({ ok: false, cookies: [] })
  await bringBack()
  expect(await stateOf()).toBe('DRAFT')
  expect((await ask(portal, '/qualifications', { headers: { cookie } })).status).toBe(200)
})

test('when limits cannot be read, nothing limited is done: no sign-in, no message, no change', async () => {
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
  expect(await withdrawDraft()).toMatchObject({ ok: false, error: 'UNEXPECTED' })
  await bringBack()
  expect(await stateOf()).toBe('DRAFT')
  expect(await database().outboxMessage.count()).toBe(0)
  expect(await signIn()).toMatchObject({ cookies: [expect.stringContaining('zhunxin.session=')] })
  await withdrawDraft()
  expect(await stateOf()).not.toBe('DRAFT')
})
