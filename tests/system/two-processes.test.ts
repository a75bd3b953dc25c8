import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { aCodeFor, BROWSER } from '@/tests/factories/codes'
import { aColleague, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { ask, callAction, cookieFor } from '@/tests/setup/http'
import { type Portal, startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { type System, startSystem } from '@/tests/setup/system'

/** An act that removes a person's access takes effect at their next request, in every browser and every process. */

let system: System
let second: Portal
let administrator: PersonActor

beforeAll(async () => {
  system = await startSystem()
  // They share a name, a database and a keyring; a data folder belongs to one process.
  const port = await freePort()
  const dataFolder = `${system.dataFolder}-beside`
  const environment = { ...system.environment, PORT: `${port}`, ZHUNXIN_DATA: dataFolder, ZHUNXIN_WORKER: 'separate' }
  second = await startPortal({ dataFolder, port, env: environment, waitUntilReady: false })
  await second.said(/Ready at/, 60)
  administrator = (await aColleague({ roles: ['ADMIN'] })).actor
})
afterAll(async () => {
  await second?.stop()
  await system?.stop()
})

const cookieOf = async (actor: PersonActor) => {
  const { name, value } = await cookieFor(actor.sessionId)
  return `${name}=${value}`
}
const visit = async (portal: string, actor: PersonActor, path: string) =>
  (await ask(portal, path, { headers: { cookie: await cookieOf(actor) } })).status

/** Acts in the first process and in the second. */
const everywhere = async (actor: PersonActor, path: string) => [
  await visit(system.portal.address, actor, path),
  await visit(second.address, actor, path),
]
const act = async (actor: PersonActor, name: string, entries: readonly (readonly [string, string])[], page: string) =>
  callAction(system.portal.url, name, entries, { cookie: await cookieOf(actor), page })

describe('at the next request, in a second browser and a second process, is in effect', () => {
  test('that someone was disabled', async () => {
    const { id, actor } = await aColleague()
    const other = await aSession(id, 'STAFF')
    for (const session of [actor, other]) expect(await everywhere(session, '/queue')).toEqual([200, 200])
    const done = await act(administrator, 'app/(admin)/people/[userId]/actions.ts#disable', [['userId', id]], '/people')
    expect(done).toMatchObject({ ok: true })
    for (const session of [actor, other]) expect(await everywhere(session, '/queue')).toEqual([307, 307])
  })

  test('that their roles are others', async () => {
    const { id, actor } = await aColleague({ roles: ['REVIEWER'] })
    const other = await aSession(id, 'STAFF')
    for (const session of [actor, other]) {
      expect(await everywhere(session, '/mine')).toEqual([200, 200])
      expect(await everywhere(session, '/retention')).toEqual([403, 403])
    }
    const roles = [
      ['userId', id],
      ['from', 'REVIEWER'],
      ['roles', 'AUDITOR'],
    ] as const
    await act(administrator, 'app/(admin)/people/[userId]/actions.ts#setRoles', roles, `/people/${id}`)
    for (const session of [actor, other]) {
      expect(await everywhere(session, '/mine')).toEqual([403, 403])
      expect(await everywhere(session, '/retention')).toEqual([200, 200])
    }
  })

  test('that they ended one session, or all', async () => {
    const person = await aRegisteredApplicant()
    const { id, actor } = person
    const [phone, tablet] = [await aSession(id, 'APPLICANT'), await aSession(id, 'APPLICANT')]
    for (const session of [phone, tablet]) expect(await everywhere(session, '/qualifications')).toEqual([200, 200])
    const one = [
      ['sessionId', phone.sessionId],
      ['code', await aCodeFor(person, 'END_SESSIONS')],
    ] as const
    const end = 'app/(applicant)/account/sessions/actions.ts#endOthers'
    const held = { cookie: `${await cookieOf(actor)}; zhunxin.codes=${BROWSER}`, page: '/account/sessions' }
    const { cookies } = await callAction(system.portal.url, end, one, held)
    // A copy of the cookie that requested it stops working too: its browser has another now.
    for (const session of [phone, actor]) expect(await everywhere(session, '/qualifications')).toEqual([307, 307])
    expect(await everywhere(tablet, '/qualifications')).toEqual([200, 200])
    const cookie = cookies.find((one) => one.startsWith('zhunxin.session='))?.split(';')[0] ?? ''
    const visitAgain = async () => [
      (await ask(system.portal.address, '/qualifications', { headers: { cookie } })).status,
      (await ask(second.address, '/qualifications', { headers: { cookie } })).status,
    ]
    expect(await visitAgain()).toEqual([200, 200])

    const ended = await act(tablet, 'app/own-sessions.ts#endAll', [], '/account/sessions')
    expect(ended.location).toContain('/signed-out')
    expect(await everywhere(tablet, '/qualifications')).toEqual([307, 307])
    expect(await visitAgain()).toEqual([307, 307])
  })

  test('that they signed out', async () => {
    const { id, actor } = await aColleague()
    const other = await aSession(id, 'STAFF')
    await callAction(system.portal.url, 'app/session.ts#signOutHere', [], {
      cookie: await cookieOf(actor),
      page: '/queue',
      isPlain: true,
    })
    expect(await everywhere(actor, '/queue')).toEqual([307, 307])
    expect(await everywhere(other, '/queue')).toEqual([200, 200])
  })
})

test('limits hold across processes', async () => {
  const certificate = (portal: Portal) => ask(portal.address, '/api/erased/nothing/nothing')
  const answers = await Promise.all(Array.from({ length: 80 }, (_, at) => certificate(at % 2 ? second : system.portal)))
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(60)
  for (const { status, headers } of answers)
    if (status !== 404) expect([status, headers['retry-after']]).toEqual([429, expect.stringMatching(/^\d+$/)])
})
