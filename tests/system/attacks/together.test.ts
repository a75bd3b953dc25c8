import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, transaction } from '@/lib/db/client'
import { rememberDevice } from '@/lib/sign-in/sessions/devices'
import { aColleague, anAddress, aPhone, aRegisteredApplicant, aSession, PASSWORD } from '@/tests/factories/people'
import { heavy, IS_LONG } from '@/tests/setup/heavy'
import { actionForm, ask, builtActions, callAction, cookieFor } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { sendRaw } from '@/tests/setup/raw'
import { type System, startSystem } from '@/tests/setup/system'

/** Strangers who attack in every way that once worked, all at once, beside two people who only look at their pages. */

const { tries: seconds, done } = heavy('attacks-together', { quick: 5, long: 600 })
/** Says how often each page is requested at least, however long that takes. */
const PAGES = IS_LONG ? 20 : 6
const BOUNDARY = 'limit-1'
const STAFF_SIGN_IN = 'app/(auth)/staff/sign-in/actions.ts#signIn'

let system: System
let portal: string
beforeAll(async () => {
  system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1' })
  portal = system.portal.url
})
afterAll(() => system?.stop())

const part = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
const phoneAction = () => builtActions().find(({ name }) => name === 'app/(auth)/_phone/actions.ts#continueWithPhone')
const formHeaders = (length: number) => ({
  Origin: portal,
  Accept: 'text/x-component',
  'Next-Action': phoneAction()?.id ?? '',
  'X-Forwarded-For': anAddress(),
  'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
  'Content-Length': length,
})
const sendForm = (body: string, { length = body.length, isCut = false } = {}) =>
  sendRaw(portal, { path: '/sign-in', headers: formHeaders(length), body, isCut })

/**
 * Asks the framework for one part twice, and leaves: it once ended the watch over slow bodies. Such a form is read as a
 * whole now, and the framework gets none that was cut.
 */
const twoReaders = () =>
  sendForm(`${part('0', '["$R1","$r1"]')}${part('1', 'x')}${part('1', 'x')}`, { length: 2_000, isCut: true })

/** Leaves in the middle of a file: the portal does not read it as a whole before its route has it. */
const cutFile = () =>
  sendRaw(portal, {
    path: '/api/phone/documents/ID_PORTRAIT',
    headers: formHeaders(2_000),
    body: part('file', 'x'),
    isCut: true,
  })

/** Sends the most expensive form that is accepted. */
const expensive = () => {
  const fields = Array.from({ length: 490 }, (_, at) => part(`_1_f${at}`, 'x')).join('')
  const references = Array.from({ length: 990 }, (_, at) => `$R${at.toString(16)}`) // each another: a second reader costs nothing
  return sendForm(`${part('0', JSON.stringify([{ a: references }]))}${fields}--${BOUNDARY}--\r\n`)
}

/** Counts the answers to strangers who ask whether the portal is ready. */
const readiness = new Map<number, number>()
async function askReadiness() {
  const { status } = await ask(portal, '/api/health/ready', { headers: { 'X-Forwarded-For': anAddress() } })
  readiness.set(status, (readiness.get(status) ?? 0) + 1)
}

/** Signs in an applicant by a code just now, here and elsewhere. */
async function aVictim() {
  const { id, accountId, actor } = await aRegisteredApplicant()
  const { sessionId } = await aSession(id, 'APPLICANT')
  const { name, value } = await cookieFor(actor.sessionId)
  return { id, accountId, cookie: `${name}=${value}`, sessionId }
}
type Victim = Awaited<ReturnType<typeof aVictim>>

const ACCOUNT = 'app/(applicant)/account'
/** Says how a copied cookie would become lasting, or shut its owner out, without a code. */
const actsWith = ({ accountId, sessionId }: Victim): [string, string, Record<string, string>][] => [
  ['/account', `${ACCOUNT}/actions.ts#invite`, { accountId, phone: aPhone() }],
  ['/my-data', 'app/(applicant)/my-data/actions.ts#prepareExport', { accountId }],
  ['/account/sessions', `${ACCOUNT}/sessions/actions.ts#endOthers`, { sessionId }],
]
const refusals = new Set<string | null>()
async function misuseCookie(victim: Victim) {
  const headers = { 'X-Forwarded-For': anAddress() }
  for (const [page, name, given] of actsWith(victim)) {
    const { status, error } = await callAction(portal, name, Object.entries(given), {
      cookie: victim.cookie,
      page,
      headers,
    })
    if (status === 200) refusals.add(error)
  }
}

/** Returns what came of it. */
async function lossesOf({ id, accountId, sessionId }: Victim) {
  const [invitations, exports, live] = await Promise.all([
    database().memberInvitation.count({ where: { invitedById: id } }),
    database().auditEvent.count({ where: { subjectId: accountId, action: 'account.exported' } }),
    database().session.count({ where: { id: sessionId, endedAt: null } }),
  ])
  return { invitations, exports, live }
}

/** Returns the refusal; null where it leads on. */
async function signInAsStaff(email: string, password: string, cookie = ''): Promise<string | null> {
  const { id, body } = actionForm(STAFF_SIGN_IN, [
    ['email', email],
    ['password', password],
  ])
  const headers = { 'Next-Action': id, Origin: portal, Cookie: cookie, 'X-Forwarded-For': anAddress() }
  const answer = await fetch(new URL('/staff/sign-in', portal), { method: 'POST', headers, body, redirect: 'manual' })
  return /"error":"([A-Z_]+)"/.exec(await answer.text())?.[1] ?? null
}

/** Opens a body and sends a byte of it each second, until the portal closes the connection. */
function trickle(): Socket {
  const socket = connect(Number(new URL(portal).port), '127.0.0.1')
  socket.on('error', () => {}) // closed is closed
  const lines = Object.entries({ Host: new URL(portal).host, ...formHeaders(5_000) })
  socket.write(`POST /sign-in HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join('\r\n')}\r\n\r\n`)
  const timer = setInterval(() => socket.write('-'), 1_000)
  socket.once('close', () => clearInterval(timer))
  return socket
}

/** Counts the connections to the portal's port. */
function openConnections(): number {
  const port = Number(new URL(portal).port).toString(16).toUpperCase().padStart(4, '0')
  const lines = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readFileSync(file, 'utf8').split('\n').slice(1))
  const isOpen = ([, local = '', , state]: string[]) => local.endsWith(`:${port}`) && state === '01'
  return lines.filter((line) => isOpen(line.trim().split(/\s+/))).length
}

const megabytes = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${system.portal.pid}/status`, 'utf8'))?.[1]) / 1024
const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

test.skipIf(process.platform !== 'linux')(
  'all attacks at once keep nobody from their pages, and leave nothing',
  {
    timeout: seconds * 1_000 + 4 * PATIENCE,
  },
  async () => {
    const [{ email, actor: reviewer }, applicant, victim] = [
      await aColleague({ roles: ['REVIEWER'] }),
      await aRegisteredApplicant(),
      await aVictim(),
    ]
    const { secret } = await transaction((tx) => rememberDevice(tx, reviewer.id, null)) // as a second factor does

    const end = Date.now() + seconds * 1_000
    let isOver = false
    const sent = { forms: 0, readers: 0, files: 0, looks: 0, guesses: 0, cookies: 0, trickles: 0 }
    const repeat = async (name: keyof typeof sent, act: () => Promise<unknown>, pause: number) => {
      while (!isOver) {
        await act().catch(() => {}) // a portal that closes a stranger's connection is right
        sent[name] += 1
        await sleep(pause)
      }
    }
    const trickles: Socket[] = []
    const attacks = [
      ...Array.from({ length: 20 }, () => repeat('forms', expensive, 1)),
      ...Array.from({ length: 50 }, () => repeat('looks', askReadiness, 10)),
      repeat('readers', twoReaders, 1_000),
      repeat('files', cutFile, 1_000),
      repeat('guesses', () => signInAsStaff(email, 'wrong'), 200),
      repeat('cookies', () => misuseCookie(victim), 200),
      repeat('trickles', async () => void trickles.push(trickle()), 1_000),
    ]

    const took: number[] = []
    const sizes: number[] = []
    const look = async (path: string, sessionId: string) => {
      const { name, value } = await cookieFor(sessionId)
      const from = performance.now()
      const { status } = await ask(portal, path, {
        headers: { cookie: `${name}=${value}`, 'X-Forwarded-For': '192.0.2.1' },
      })
      took.push(performance.now() - from)
      expect(status, path).toBe(200)
    }
    while (took.length < 2 * PAGES || Date.now() < end) {
      await look('/qualifications', applicant.actor.sessionId)
      await look('/queue', reviewer.sessionId)
      sizes.push(megabytes())
      await sleep(250)
    }
    isOver = true
    await Promise.all(attacks)

    expect([...readiness.keys()]).toEqual([200])
    expect([...refusals]).toEqual(['FRESH_CODE_NEEDED'])
    expect(await lossesOf(victim)).toEqual({ invitations: 0, exports: 0, live: 1 })
    // From the browser that the reviewer signed in with, their password still counts.
    expect(await signInAsStaff(email, PASSWORD, `zhunxin.device=${secret}`)).toBeNull()
    // The portal closes what trickles, though its sender goes on.
    await expect.poll(() => trickles.filter(({ closed }) => !closed).length, { timeout: 2 * PATIENCE }).toBe(0)
    await expect.poll(openConnections, { timeout: PATIENCE }).toBe(0)
    expect(system.portal.output()).not.toMatch(/unavailable|"msg":"bug"/)
    expect(Math.min(...Object.values(sent))).toBeGreaterThan(0)
    if (!IS_LONG) return
    const quarter = Math.floor(sizes.length / 4)
    const [early, late] = [median(sizes.slice(quarter, 2 * quarter)), median(sizes.slice(-quarter))]
    const figures = { pages: took.length, medianMs: Math.round(median(took)), slowestMs: Math.round(Math.max(...took)) }
    done(seconds, { sent, ...figures, megabytes: { secondQuarter: Math.round(early), lastQuarter: Math.round(late) } })
    expect(median(took)).toBeLessThan(1_000)
    expect(late).toBeLessThan(1.2 * early)
  },
)
