import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ConfirmedAct } from '@/lib/accounts/confirmed-act'
import { database } from '@/lib/db/client'
import { newBrowser } from '@/lib/sign-in/codes/sign-in-codes'
import { anotherThan, messagesTo } from '@/tests/factories/codes'
import { anInvitationTo } from '@/tests/factories/confirmations'
import { anIncompleteSession, codeOf, withTotp } from '@/tests/factories/factors'
import {
  aColleague,
  aMemberOf,
  anAddress,
  anEmail,
  aPhone,
  aRegisteredApplicant,
  aSession,
} from '@/tests/factories/people'
import { ask, callAction, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/**
 * These tests do what an attacker does with a session cookie, copied from a computer that they had access to: also a
 * moment after its owner gave a code.
 */

const ACCOUNT = 'app/(applicant)/account/actions.ts'
const SIGN_IN = 'app/(applicant)/account/sign-in/actions.ts'
const SESSIONS = 'app/(applicant)/account/sessions/actions.ts'
const STAFF_SESSIONS = 'app/(admin)/staff/sessions/actions.ts'
const EXPORT = 'app/(applicant)/my-data/actions.ts#prepareExport'

let system: System
let portal: string

beforeAll(async () => {
  system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1' })
  portal = system.portal.url
})
afterAll(() => system?.stop())

/** Wrong guesses from one address get slower: each test has an address of its own. */
let address: string
beforeEach(() => {
  address = anAddress()
})

const cookieOf = async ({ sessionId }: { sessionId: string }) => {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}

/** Creates an account of two and an invitation to its founder, who signed in by a code just now, here and elsewhere. */
async function aVictim() {
  const founder = await aRegisteredApplicant()
  const [member, inviter] = [await aMemberOf(founder.accountId), await aRegisteredApplicant()]
  const invited = { accountId: inviter.accountId, phone: founder.phone }
  const { id: invitationId } = await anInvitationTo(inviter.actor, invited)
  const elsewhere = await aSession(founder.id, 'APPLICANT')
  const cookie = await cookieOf(founder.actor)
  return { founder, member, invitationId, accountId: founder.accountId, elsewhere, cookie }
}
type Victim = Awaited<ReturnType<typeof aVictim>>

/** Lists every act that would turn a short access into a lasting one, or that would shut its owner out. */
const actsWith = ({ accountId, member, invitationId, elsewhere }: Victim) =>
  ({
    INVITE: [`${ACCOUNT}#invite`, { accountId, phone: aPhone() }],
    JOIN: [`${ACCOUNT}#accept`, { invitationId }],
    REMOVE: [`${ACCOUNT}#remove`, { accountId, userId: member.id }],
    LEAVE: [`${ACCOUNT}#leave`, { accountId }],
    NOTICE_EMAIL: [`${ACCOUNT}#setEmail`, { email: anEmail() }],
    EXPORT: [EXPORT, { accountId }],
    END_SESSIONS: [`${SESSIONS}#endOthers`, { sessionId: elsewhere.sessionId }],
  }) satisfies Partial<Record<ConfirmedAct, [string, Record<string, string>]>>

async function stateOf({ accountId, founder, elsewhere }: Victim) {
  const [members, invitations, person, live] = await Promise.all([
    database().membership.findMany({ orderBy: { userId: 'asc' } }),
    database().memberInvitation.findMany({ orderBy: { id: 'asc' } }),
    database().user.findUniqueOrThrow({ where: { id: founder.id } }),
    database().session.count({ where: { id: elsewhere.sessionId, endedAt: null } }),
  ])
  const exported = await database().auditEvent.count({ where: { subjectId: accountId, action: 'account.exported' } })
  return JSON.stringify([members, invitations, person, live, exported])
}

const codeTo = async (phone: string) => {
  const sent = (await messagesTo(phone)).find(({ template }) => template === 'SIGN_IN_CODE')
  return /\d{6}/.exec(sent?.text ?? '')?.[0] ?? ''
}
const cookieIn = ({ cookies }: { cookies: readonly string[] }, name: string) =>
  cookies.find((one) => one.startsWith(`${name}=`))?.split(';')[0] ?? ''

/** Returns the page whose form it is: sent from another, it is answered without its cookies. */
const pageOf = (name: string) =>
  Object.entries({
    '/account/sign-in': SIGN_IN,
    '/account/sessions': SESSIONS,
    '/staff/sessions': STAFF_SESSIONS,
    '/my-data': EXPORT,
    '/account': ACCOUNT,
  }).find(([, file]) => name.startsWith(file))?.[0] ?? '/account/sessions'

const send = (name: string, given: Record<string, string>, cookie: string) =>
  callAction(portal, name, Object.entries(given), {
    ...{ cookie, page: pageOf(name) },
    headers: { 'X-Forwarded-For': address },
  })

/** The owner starts an act in their own browser, and reads the code that is sent. */
async function aCodeOf({ founder, cookie }: Victim, [name, given]: readonly [string, Record<string, string>]) {
  const sent = await send(name, { ...given, intent: 'start' }, cookie)
  return { code: await codeTo(founder.phone), browser: cookieIn(sent, 'zhunxin.codes') }
}

test('it invites, joins, removes, leaves, redirects notifications, exports and ends nothing, however fresh it is', async () => {
  const victim = await aVictim()
  const { cookie } = victim
  const before = await stateOf(victim)
  for (const [action, given] of Object.values(actsWith(victim))) {
    expect([action, (await send(action, given, cookie)).error]).toEqual([action, 'FRESH_CODE_NEEDED'])
  }
  const path = `/api/my-data/export?account=${victim.accountId}`
  const { status, body } = await ask(portal, path, { headers: { cookie } })
  expect([status, JSON.parse(body).code]).toEqual([403, 'FRESH_CODE_NEEDED'])
  expect(await stateOf(victim)).toBe(before)
})

test('nor does it set a password or move the phone by a code that it did not read', async () => {
  const victim = await aVictim()
  const { cookie, founder } = victim
  const before = await stateOf(victim)
  const sent = await send(`${SIGN_IN}#sendCode`, { act: 'PASSWORD' }, cookie)
  const wrong = anotherThan(await codeTo(founder.phone))
  const set = { intent: 'set', code: wrong, password: '驺虞 Clarinet 九月 umber' }
  const held = `${cookie}; ${cookieIn(sent, 'zhunxin.codes')}`
  expect((await send(`${SIGN_IN}#changePassword`, set, held)).error).toBe('CODE_WRONG')
  expect(await stateOf(victim)).toBe(before)
})

test.each(['INVITE', 'REMOVE', 'LEAVE', 'JOIN', 'NOTICE_EMAIL', 'EXPORT', 'END_SESSIONS'] as const)(
  '%s by the owner’s code: it works in the owner’s browser alone, once, for that alone, and the copy ends with it',
  async (act) => {
    const victim = await aVictim()
    const { cookie } = victim
    const acts = actsWith(victim)
    const before = await stateOf(victim)
    const [name, given] = acts[act]
    const { code, browser } = await aCodeOf(victim, [name, given])
    // A code that was read over a shoulder is worth nothing in another browser, and wrong guesses there void nothing.
    expect((await send(name, { ...given, code }, cookie)).error).toBe('CODE_NOT_HERE')
    for (const tried of [code, anotherThan(code)]) {
      const elsewhere = `${cookie}; zhunxin.codes=${newBrowser()}`
      expect((await send(name, { ...given, code: tried }, elsewhere)).error).toBe('CODE_WRONG')
    }
    // Nor is it worth anything for another act.
    const [other, otherwise] = act === 'EXPORT' ? acts.INVITE : acts.EXPORT
    const misused = await send(other, { ...otherwise, code }, `${cookie}; ${browser}`)
    expect(['CODE_WRONG', 'RATE_LIMITED']).toContain(misused.error) // guesses from elsewhere get slower
    expect(await stateOf(victim)).toBe(before)

    const done = await send(name, { ...given, code }, `${cookie}; ${browser}`)
    expect(done.ok).toBe(true)
    const owners = cookieIn(done, 'zhunxin.session')
    for (const [again, same] of Object.values(acts)) {
      const copied = await send(again, { ...same, code }, `${cookie}; ${browser}`)
      expect([again, copied.error]).toEqual([again, 'UNAUTHENTICATED'])
      // A moment after the code, a copy of the new cookie does no more either.
      const fresh = await send(again, same, owners)
      expect([again, fresh.error]).toEqual([again, expect.stringMatching(/^(FRESH_CODE_NEEDED|NOT_FOUND)$/)])
    }
  },
)

test('an export is downloaded in the session by the link that the code led to, and otherwise by nobody', async () => {
  const victim = await aVictim()
  const { cookie, accountId } = victim
  const { code, browser } = await aCodeOf(victim, [EXPORT, { accountId }])
  const done = await send(EXPORT, { accountId, code }, `${cookie}; ${browser}`)
  const href = /"href":"(\/api[^"]+)"/.exec(done.body)?.[1] ?? ''
  const owners = cookieIn(done, 'zhunxin.session')
  const download = async (path: string, held: string) => {
    const answer = await fetch(new URL(path, portal), { headers: { cookie: held } })
    await answer.arrayBuffer()
    return answer.status
  }
  expect(await download(`/api/my-data/export?account=${accountId}`, owners)).toBe(403) // a copy of the cookie alone
  expect(await download(href, await cookieOf(victim.elsewhere))).toBe(403)
  expect(await download(href, cookie)).toBe(401)
  expect(await download(href, owners)).toBe(200)
  const notified = (await messagesTo(victim.member.phone)).map(({ template }) => template)
  expect(notified).toContain('ACCOUNT_EXPORTED')
})

test('one code invites several people, and a refused one is worth another try', async () => {
  const victim = await aVictim()
  const { cookie, founder, accountId, member } = victim
  const name = `${ACCOUNT}#invite`
  const { code, browser } = await aCodeOf(victim, [name, { accountId, phone: aPhone() }])
  const held = `${cookie}; ${browser}`
  const refused = await send(name, { accountId, phone: aPhone(), phone2: member.phone, code }, held)
  expect(refused.error).toBe('ALREADY_MEMBER')
  const invite = { accountId, phone: aPhone(), phone2: aPhone(), phone3: '', code }
  expect((await send(name, invite, held)).ok).toBe(true)
  expect(await database().memberInvitation.count({ where: { invitedById: founder.id } })).toBe(2)
})

describe('signing out everywhere', () => {
  const END_ALL = 'app/own-sessions.ts#endAll'

  test('takes no code, and ends the session that does it with the others: a copy of it gains nothing', async () => {
    const { cookie, elsewhere } = await aVictim()
    const ended = await send(END_ALL, {}, cookie)
    expect(ended.location).toContain('/signed-out')
    expect(ended.cookies.find((one) => one.startsWith('zhunxin.session='))).toMatch(/Expires=Thu, 01 Jan 1970/)
    for (const held of [cookie, await cookieOf(elsewhere)]) {
      expect((await ask(portal, '/account', { headers: { cookie: held } })).status).toBe(307)
    }
    const page = await ask(portal, '/signed-out', { headers: { 'Accept-Language': 'en' } })
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('href="/sign-in"')])
  })

  test('of staff too: to stay takes a second factor in the same request', async () => {
    const { id } = await aColleague()
    const { actor, secret } = await withTotp(await anIncompleteSession(id))
    const [cookie, other] = [await cookieOf(actor), await aSession(id, 'STAFF')]
    const end = (code: string) => send(`${STAFF_SESSIONS}#byTotp`, { code }, cookie)
    const right = await codeOf(secret, 1)
    expect((await end(anotherThan(right))).error).toBe('FACTOR_WRONG')
    const visit = async (held: string) => (await ask(portal, '/queue', { headers: { cookie: held } })).status
    expect(await visit(await cookieOf(other))).toBe(200)
    const ended = await end(right)
    expect(ended.location).toContain('/staff/sessions?ended=')
    expect([await visit(await cookieOf(other)), await visit(cookie)]).toEqual([307, 307])
    const owners = cookieIn(ended, 'zhunxin.session')
    expect(await visit(owners)).toBe(200)
    const all = await send(END_ALL, {}, owners)
    expect(all.location).toContain('/signed-out?as=staff')
    expect(await visit(owners)).toBe(307)
  })
})
