import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database } from '@/lib/db/client'
import { QualificationStatus } from '@/lib/db/generated/enums'
import { DEMO_APPLICANTS, DEMO_STAFF } from '@/scripts/demo/cast'
import { FIRST_SENDER } from '@/scripts/demo/many'
import { phoneNumber } from '@/scripts/demo/numbers'
import { age, messagesTo } from '@/tests/factories/codes'
import { aSession } from '@/tests/factories/people'
import { ask, callAction, cookieFor } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startPortal } from '@/tests/setup/portal'
import { type System, startSystem } from '@/tests/setup/system'

const STAFF = 'app/(auth)/staff/sign-in/actions.ts#signIn'
const PHONE = 'app/(auth)/_phone/actions.ts#continueWithPhone'
const TOTP = 'app/_components/confirm/actions.ts#byTotp'
const SIGN_IN_PAGES = ['/sign-in', '/staff/sign-in']
const BANNER = 'This is a demo'
/** Adds so few that each of the four lanes has one sender. */
const MANY = ['--many', '60']
/** Counts the applications of so many of the senders who submit for load, by status. */
async function countOfSenders(senders: number): Promise<Record<string, number>> {
  const phones = Array.from({ length: senders }, (_, i) => blindIndex('phone', phoneNumber(FIRST_SENDER + i)))
  const people = { some: { user: { phoneIndex: { in: await Promise.all(phones) } } } }
  const where = { account: { members: people } }
  const groups = await database().qualification.groupBy({ by: ['status'], where, _count: true })
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count]))
}
const english = { headers: { 'Accept-Language': 'en' } }

let system: System

const cookieOf = ({ cookies }: { cookies: readonly string[] }) =>
  cookies.map((cookie) => cookie.split(';')[0]).join('; ')
/** Returns what the demo fills in on the page that a browser with these cookies has open. */
const answersTo = async (cookie: string) =>
  JSON.parse((await ask(system.portal.url, '/dev/demo', { headers: { cookie } })).body) as {
    code: string | null
    ending: string | null
  }

const pageOf = async (path: string, portal = system.portal) => (await ask(portal.url, path, english)).body
/** Returns the code of a person's authenticator app, as the page shows it. */
const codeIn = (page: string, email: string) => new RegExp(`>${email}<[\\s\\S]*?>(\\d{6})<`).exec(page)?.[1] ?? ''

describe('a demo', () => {
  beforeAll(async () => {
    system = await startSystem({}, { script: 'scripts/demo.mjs', args: MANY })
  }, 15 * PATIENCE)
  afterAll(() => system?.stop())

  test('shows every state that verbs reach, over two months in the past', async () => {
    const NOT_YET: readonly string[] = ['SECOND_REVIEW', 'ARBITRATION']
    const groups = await database().qualification.groupBy({ by: ['status'] })
    const wanted = Object.values(QualificationStatus).filter((status) => !NOT_YET.includes(status))
    expect(groups.map(({ status }) => status).sort()).toEqual([...wanted].sort())

    const { _min: first, _max: last } = await database().auditEvent.aggregate({
      _min: { at: true },
      _max: { at: true },
    })
    expect(Number(last.at) - Number(first.at)).toBeGreaterThan(50 * DAY)
    expect(Number(last.at)).toBeLessThanOrEqual(Date.now())
    const ahead = await database().qualification.count({ where: { updatedAt: { gt: new Date() } } })
    expect(ahead).toBe(0)
  })

  test('has as many more as were asked for, of one sender a lane', async () => {
    expect(await countOfSenders(4)).toEqual({ SUBMITTED: 60, WITHDRAWN: 4 })
    expect(await countOfSenders(5)).toEqual(await countOfSenders(4))
  })

  test('has one who lost their number and waits for a reviewer, with both sides of a card', async () => {
    const cases = await database().accessCase.findMany({ include: { files: true } })
    expect(cases).toMatchObject([{ kind: 'LOST_PHONE', state: 'HANDED_IN', userId: expect.any(String) }])
    expect(cases[0]?.files).toHaveLength(2)
  })

  test('has nothing left to send, and no clock but PostgreSQL’s', async () => {
    expect(await database().outboxMessage.count({ where: { state: 'PENDING' } })).toBe(0)
    const [{ late } = { late: true }] = await database().$queryRaw<{ late: boolean }[]>`
      SELECT clock_timestamp() < pg_catalog.clock_timestamp() - interval '1 second' AS late`
    expect(late).toBe(false)
  })

  test('says on every page that it is one, and lists who plays in it where one signs in', async () => {
    for (const path of ['/', '/register', '/nowhere', ...SIGN_IN_PAGES]) expect(await pageOf(path)).toContain(BANNER)
    const [applicants, staff] = [await pageOf('/sign-in'), await pageOf('/staff/sign-in')]
    for (const { phone } of DEMO_APPLICANTS) expect(applicants).toContain(`value="${phone}"`)
    for (const { email, password } of Object.values(DEMO_STAFF)) {
      expect(staff).toContain(email)
      expect(staff).toContain(password)
      expect(codeIn(staff, email)).toMatch(/^\d{6}$/)
    }
  })

  test('answers nothing to visitors through a proxy', async () => {
    const headers = { 'X-Forwarded-For': '192.0.2.1' }
    expect((await ask(system.portal.url, '/dev/demo', { headers })).status).toBe(404)
    expect(await answersTo('')).toEqual({ code: null, ending: null })
  })

  test('lists nobody to visitors under another name or through a proxy', async () => {
    for (const path of SIGN_IN_PAGES) {
      const headers = { 'Accept-Language': 'en', 'X-Forwarded-For': '192.0.2.1' }
      const { body } = await ask(system.portal.url, path, { headers })
      expect(body).not.toContain('willow-lantern')
      expect(body).not.toContain('154 0000')
    }
  })

  test.each(Object.values(DEMO_STAFF))('$key signs in by what is shown', async ({ email, password }) => {
    const entries = [
      ['email', email],
      ['password', password],
    ] as const
    const shown = async () => codeIn(await pageOf('/staff/sign-in'), email)
    const before = await shown()
    const answer = await callAction(system.portal.url, STAFF, entries, { page: '/staff/sign-in' })
    expect([answer.error, answer.cookies.length]).toEqual([null, 1])
    const cookie = cookieOf(answer)
    const page = '/staff/sign-in/step'
    const code = (await answersTo(cookie)).code ?? ''
    expect([before, await shown()]).toContain(code) // a step may have ended in between
    const half = await ask(system.portal.url, '/queue', { headers: { cookie } })
    expect([half.status, half.headers.location]).toEqual([307, `${page}?next=%2Fqueue`])
    const given = await callAction(system.portal.url, TOTP, [['code', code]], { cookie, page })
    // A session, and what makes the browser known.
    const names = new Set(given.cookies.map((cookie) => cookie.split('=')[0]))
    expect([given.ok, names]).toEqual([true, new Set(['zhunxin.device', 'zhunxin.session'])])
  })

  test.each(DEMO_APPLICANTS)(
    '$key signs in, or registers, by a code that the page fills in',
    async ({ key, phone }) => {
      await setTimeout(120) // one address may send ten a second at most
      const call = (entries: [string, string][], cookie = '') => {
        const more = { page: '/sign-in', previous: { sent: null }, cookie }
        return callAction(system.portal.url, PHONE, entries, more)
      }
      const sent = await call([
        ['intent', 'send'],
        ['step', 'PHONE'],
        ['phone', phone],
      ])
      const [message] = await messagesTo(`+86${phone}`)
      const code = message?.text.match(/\d{6}/)?.[0] ?? ''
      expect(await answersTo(cookieOf(sent))).toEqual({ code, ending: null })
      const typed: [string, string][] = [
        ['intent', 'verify'],
        ['step', 'CODE'],
        ['phone', `+86${phone}`],
        ['code', code],
      ]
      const proved = await call(typed, sent.cookies[0]?.split(';')[0])
      const ticket = /"ticket":"([^"]+)"/.exec(proved.body)?.[1] ?? ''
      const { ending } = await answersTo(cookieOf(proved))
      const entered = ending
        ? await call([
            ['intent', 'confirm'],
            ['step', 'CONFIRM'],
            ['phone', `+86${phone}`],
            ['ticket', ticket],
            ['ending', ending],
          ])
        : proved
      const isKnown = await database().user.count({ where: { phoneIndex: await blindIndex('phone', `+86${phone}`) } })
      const cookies = entered.cookies.filter((cookie) => !cookie.startsWith('zhunxin.phone-step=')) // which step it is at
      expect([entered.error, cookies.length]).toEqual([null, isKnown * 2]) // session and device
      expect(isKnown).toBe(key === 'newcomer' ? 0 : 1) // who registers by signing in
    },
  )

  test('fills in the code of an act, too', async () => {
    const phone = `+86${DEMO_APPLICANTS.find(({ key }) => key !== 'newcomer')?.phone ?? ''}`
    const { id } = await database().user.findUniqueOrThrow({ where: { phoneIndex: await blindIndex('phone', phone) } })
    await age(phone, 3_600)
    const actor = await aSession(id, 'APPLICANT')
    const { name, value } = await cookieFor(actor.sessionId)
    const call = (entries: [string, string][], cookie: string) =>
      callAction(system.portal.url, 'app/(applicant)/my-data/actions.ts#prepareExport', entries, {
        page: '/my-data',
        cookie,
      })
    const about: [string, string] = ['accountId', actor.accountIds[0] ?? '']
    const started = await call([about, ['intent', 'start']], `${name}=${value}`)
    const cookie = `${name}=${value}; ${cookieOf(started)}`
    const { code } = await answersTo(cookie)
    expect(await call([about, ['code', code ?? '']], cookie)).toMatchObject({ ok: true, error: null })
  })

  test('started again, is as it was left', async () => {
    // Its worker goes on by the clock: a claim may end meanwhile.
    const countActs = () => database().auditEvent.count({ where: { actorKind: 'PERSON' } })
    const before = await countActs()
    const many = await countOfSenders(4)
    await system.portal.stop()
    const { dataFolder, environment } = system
    const again = await startPortal({
      dataFolder,
      port: Number(environment.PORT),
      env: environment,
      script: 'scripts/demo.mjs',
      args: MANY,
    })
    try {
      expect(again.output()).not.toContain('Drawing documents')
      expect(again.output()).toContain('`--many` is for a new one')
      expect(await countOfSenders(4)).toEqual(many)
      expect(await countActs()).toBe(before)
    } finally {
      await again.stop()
    }
  })
})
