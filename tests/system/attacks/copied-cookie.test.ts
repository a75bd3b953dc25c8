import { afterAll, beforeAll, expect, test } from 'vitest'
import { inviteMember } from '@/lib/accounts/members/invite-member'
import { database } from '@/lib/db/client'
import { newBrowser } from '@/lib/sign-in/codes/sign-in-codes'
import { ageFactors } from '@/tests/factories/assurance'
import { anotherThan, messagesTo } from '@/tests/factories/codes'
import { aMemberOf, anEmail, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { ask, callAction, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/**
 * These tests do what an attacker does with an applicant's session cookie, copied from a computer that they had access
 * to.
 */

const ACCOUNT = 'app/(applicant)/account/actions.ts'
const OWN_CODE = 'app/(applicant)/_components/own-code/actions.ts'
const SIGN_IN = 'app/(applicant)/account/sign-in/actions.ts'

let system: System
let portal: string

beforeAll(async () => {
  system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1' })
  portal = system.portal.url
})
afterAll(() => system?.stop())

const cookieOf = async ({ sessionId }: { sessionId: string }) => {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}

/** Creates an account of two and an invitation to its founder, whose session was given its code a while ago. */
async function aVictim(minutesAgo = 16) {
  const founder = await aRegisteredApplicant()
  const [member, inviter] = [await aMemberOf(founder.accountId), await aRegisteredApplicant()]
  const { id: invitationId } = await inviteMember(inviter.actor, {
    accountId: inviter.accountId,
    phone: founder.phone,
  })
  await ageFactors(founder.actor, minutesAgo)
  return { founder, member, invitationId, accountId: founder.accountId, cookie: await cookieOf(founder.actor) }
}
type Victim = Awaited<ReturnType<typeof aVictim>>

/** Lists every act that would turn a short access into a lasting one. */
const actsWith = ({ accountId, member, invitationId }: Victim): [string, [string, string][]][] => [
  [
    `${ACCOUNT}#invite`,
    [
      ['accountId', accountId],
      ['phone', aPhone()],
    ],
  ],
  [
    `${ACCOUNT}#answerInvitation`,
    [
      ['invitationId', invitationId],
      ['answer', 'ACCEPT'],
    ],
  ],
  [
    `${ACCOUNT}#remove`,
    [
      ['accountId', accountId],
      ['userId', member.id],
    ],
  ],
  [`${ACCOUNT}#leave`, [['accountId', accountId]]],
  [`${ACCOUNT}#setEmail`, [['email', anEmail()]]],
  ['app/(applicant)/my-data/actions.ts#prepareExport', [['accountId', accountId]]],
]

async function stateOf({ accountId, founder }: Victim) {
  const [members, invitations, person] = await Promise.all([
    database().membership.findMany({ orderBy: { userId: 'asc' } }),
    database().memberInvitation.findMany({ orderBy: { id: 'asc' } }),
    database().user.findUniqueOrThrow({ where: { id: founder.id } }),
  ])
  const exported = await database().auditEvent.count({ where: { subjectId: accountId, action: 'account.exported' } })
  return JSON.stringify([members, invitations, person, exported])
}

const codeTo = async (phone: string) => {
  const sent = (await messagesTo(phone)).find(({ template }) => template === 'SIGN_IN_CODE')
  return /\d{6}/.exec(sent?.text ?? '')?.[0] ?? ''
}
const browserOf = ({ cookies }: { cookies: readonly string[] }) =>
  cookies.find((one) => one.startsWith('zhunxin.codes='))?.split(';')[0] ?? ''
const sessionOf = ({ cookies }: { cookies: readonly string[] }) =>
  cookies.find((one) => one.startsWith('zhunxin.session='))?.split(';')[0] ?? ''

test('it invites, joins, removes, leaves, redirects notifications and exports nothing', async () => {
  const victim = await aVictim()
  const { cookie } = victim
  const before = await stateOf(victim)
  for (const [action, entries] of actsWith(victim)) {
    const answer = await callAction(portal, action, entries, { cookie, page: '/account' })
    expect([action, answer.error]).toEqual([action, 'FRESH_CODE_NEEDED'])
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
  const sent = await callAction(portal, `${SIGN_IN}#sendCode`, [], { cookie, page: '/account/sign-in' })
  const wrong = anotherThan(await codeTo(founder.phone))
  const set: [string, string][] = [
    ['intent', 'set'],
    ['code', wrong],
    ['password', '驺虞 Clarinet 九月 umber'],
  ]
  const held = `${cookie}; ${browserOf(sent)}`
  const answer = await callAction(portal, `${SIGN_IN}#changePassword`, set, { cookie: held, page: '/account/sign-in' })
  expect(answer.error).toBe('CODE_WRONG')
  expect(await stateOf(victim)).toBe(before)
})

test("the owner's code works in the owner's browser alone, and the copy ends with it", async () => {
  const victim = await aVictim()
  const { cookie, founder } = victim
  const sent = await callAction(portal, `${OWN_CODE}#sendCode`, [], { cookie, page: '/account' })
  const code = await codeTo(founder.phone)
  const give = (held: string, tried: string) =>
    callAction(portal, `${OWN_CODE}#checkCode`, [['code', tried]], { cookie: `${cookie}; ${held}`, page: '/account' })
  // A code that was read over a shoulder is worth nothing in another browser, and wrong guesses there void nothing.
  expect((await give('', code)).error).toBe('CODE_NOT_HERE')
  for (const tried of [code, anotherThan(code)]) {
    expect((await give(`zhunxin.codes=${newBrowser()}`, tried)).error).toBe('CODE_WRONG')
  }
  const given = await give(browserOf(sent), code)
  expect(given.ok).toBe(true)

  const owners = sessionOf(given)
  const phone = aPhone()
  const invite: [string, string][] = [
    ['accountId', victim.accountId],
    ['phone', phone],
  ]
  const copied = await callAction(portal, `${ACCOUNT}#invite`, invite, { cookie, page: '/account' })
  expect(copied.error).toBe('UNAUTHENTICATED')
  const own = await callAction(portal, `${ACCOUNT}#invite`, invite, { cookie: owners, page: '/account' })
  expect(own.ok).toBe(true)
  const exported = await fetch(new URL(`/api/my-data/export?account=${victim.accountId}`, portal), {
    headers: { cookie: owners },
  })
  expect(exported.status).toBe(200)
  await exported.arrayBuffer()
  const notified = (await messagesTo(victim.member.phone)).map(({ template }) => template)
  expect(notified).toContain('ACCOUNT_EXPORTED')
})

test('within a quarter of an hour of the code that signed them in, nobody needs another', async () => {
  const victim = await aVictim(13)
  const [invite] = actsWith(victim)
  if (!invite) throw new Error('No acts')
  expect((await callAction(portal, invite[0], invite[1], { cookie: victim.cookie, page: '/account' })).ok).toBe(true)
})
