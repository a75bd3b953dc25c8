import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '@/lib/db/client'
import { rememberDevice } from '@/lib/sign-in/sessions/devices'
import { aColleague, anAddress, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { heavy, IS_LONG } from '@/tests/setup/heavy'
import { actionForm, ask, builtActions, cookieFor } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { sendRaw } from '@/tests/setup/raw'
import { type System, startSystem } from '@/tests/setup/system'

/** Strangers who attack in every way that once worked, all at once, beside two people who only look at their pages. */

const { tries: seconds, done } = heavy('attacks-together', { quick: 5, long: 600 })
/** Says how often each page is requested at least, however long that takes. */
const PAGES = 20
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

/** Asks the framework for one part twice, and leaves: it once ended the watch over slow bodies. */
const twoReaders = () =>
  sendForm(`${part('0', '["$R1","$r1"]')}${part('1', 'x')}${part('1', 'x')}`, { length: 2_000, isCut: true })

/** Sends the most expensive form that is accepted. */
const expensive = () => {
  const fields = Array.from({ length: 490 }, (_, at) => part(`_1_f${at}`, 'x')).join('')
  return sendForm(`${part('0', `[${Array(990).fill('"$R1"').join()}]`)}${fields}--${BOUNDARY}--\r\n`)
}

const readiness = () => ask(portal, '/api/health/ready', { headers: { 'X-Forwarded-For': anAddress() } })

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
    const [{ email, actor: reviewer }, applicant] = [
      await aColleague({ roles: ['REVIEWER'] }),
      await aRegisteredApplicant(),
    ]
    const { secret } = await transaction((tx) => rememberDevice(tx, reviewer.id, null)) // as a second factor does

    const end = Date.now() + seconds * 1_000
    let isOver = false
    const sent = { forms: 0, readers: 0, looks: 0, guesses: 0, trickles: 0 }
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
      ...Array.from({ length: 50 }, () => repeat('looks', readiness, 10)),
      repeat('readers', twoReaders, 1_000),
      repeat('guesses', () => signInAsStaff(email, 'wrong'), 200),
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
