import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { newBrowser } from '@/lib/sign-in/codes/sign-in-codes'
import { age, anotherThan, messagesTo } from '@/tests/factories/codes'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aProof } from '@/tests/factories/proofs'
import { callAction } from '@/tests/setup/http'
import { type Portal, startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { type System, startSystem } from '@/tests/setup/system'

/** These tests send what an attacker sends to the running portal, by forms of their own making. */

const PHONE = 'app/(auth)/_phone/actions.ts#continueWithPhone'
const PASSWORD = 'app/(auth)/sign-in/password/actions.ts#signIn'
const CODES_A_DAY = 40

let system: System
let other: Portal

beforeAll(async () => {
  system = await startSystem({
    CODES_A_DAY: `${CODES_A_DAY}`,
    CODES_AN_HOUR_BY_ADDRESS: '12',
    CODES_AN_HOUR_BY_PREFIX: '20',
    CODES_AN_HOUR_WITHOUT_PROOF: '4',
    TRUSTED_PROXIES: '127.0.0.1',
  })
  const port = await freePort()
  const dataFolder = `${system.dataFolder}-of-another`
  const env = { ...system.environment, ZHUNXIN_DATA: dataFolder, PORT: `${port}`, ZHUNXIN_WORKER: 'separate' }
  other = await startPortal({ dataFolder, port, env })
})
afterAll(async () => {
  await other?.stop()
  await system?.stop()
})

const forgetLimits = () => database().rateLimit.deleteMany()

type Entries = readonly (readonly [string, string])[]

/** Sends from any address: the portal is behind a proxy of the test's. */
function phoneStep(entries: Entries, { address = '198.51.100.7', at = system.portal.url, cookie = '' } = {}) {
  return callAction(at, PHONE, entries, {
    page: '/sign-in',
    cookie,
    origin: system.portal.url,
    previous: { sent: null },
    headers: { 'X-Forwarded-For': address },
  })
}

type Sending = { address?: string; at?: string; cookie?: string; proof?: string | null }

async function send(phone: string, more: Sending = {}) {
  const { proof = await aProof(), ...where } = more
  const given: Entries = proof ? [['proof', proof]] : []
  return phoneStep([['intent', 'send'], ['step', 'PHONE'], ['phone', phone], ...given], where)
}

const stepOf = (body: string) => /"step":"([A-Z]+)"/.exec(body)?.[1]
const errorOf = (body: string) => /"error":"([A-Z_]+)"/.exec(body)?.[1] ?? null
const isSent = (body: string) => stepOf(body) === 'CODE'

async function sentOf(attempts: Promise<{ body: string }>[]): Promise<number> {
  return (await Promise.all(attempts)).filter(({ body }) => isSent(body)).length
}

/** Returns what a browser sends back of the cookies that it was given. */
const heldBy = ({ cookies }: { cookies: readonly string[] }) =>
  cookies.find((cookie) => cookie.startsWith('zhunxin.codes='))?.split(';')[0] ?? ''

const codeTo = async (phone: string) => /\d{6}/.exec((await messagesTo(phone))[0]?.text ?? '')?.[0] ?? ''

function guess(phone: string, tried: string, where: { address: string; cookie?: string }) {
  const fields = { intent: 'verify', step: 'CODE', phone, code: tried }
  return phoneStep(Object.entries(fields), where)
}

const aBrowser = () => `zhunxin.codes=${newBrowser()}`

test('a code is guessed five times at most, and the sixth fails though it is right', async () => {
  await forgetLimits()
  const phone = aPhone()
  const sent = await send(phone)
  expect(isSent(sent.body)).toBe(true)
  const [cookie, code] = [heldBy(sent), await codeTo(phone)]
  for (const host of [1, 2, 3, 4, 5]) {
    const answer = await guess(phone, anotherThan(code), { address: `203.0.113.${host}`, cookie })
    expect(errorOf(answer.body)).toBe('CODE_WRONG')
  }
  expect(errorOf((await guess(phone, code, { address: '203.0.113.6', cookie })).body)).toBe('CODE_EXPIRED')
})

test('the cookie of a code is for the portal alone, out of the reach of scripts, and stays the same', async () => {
  await forgetLimits()
  const sent = await send(aPhone())
  const cookie = sent.cookies.find((one) => one.startsWith('zhunxin.codes='))
  expect(cookie).toMatch(/^zhunxin\.codes=[\w-]{43}; Path=\/; Expires=[^;]+; Max-Age=3600; HttpOnly; SameSite=lax$/i)
  expect(heldBy(await send(aPhone(), { cookie: heldBy(sent) }))).toBe(heldBy(sent))
  expect(heldBy(await send(aPhone(), { cookie: 'zhunxin.codes=chosen-by-an-attacker' }))).not.toContain('chosen')
})

test("a stranger's guesses neither void a live code nor succeed, however many browsers they pretend to be", async () => {
  await forgetLimits()
  const phone = aPhone()
  const cookie = heldBy(await send(phone))
  const code = await codeTo(phone)
  const tried = [code, ...Array.from({ length: 11 }, () => anotherThan(code))]
  const answers = await Promise.all(
    tried.map((one, host) => guess(phone, one, { address: `203.0.113.${host + 10}`, cookie: aBrowser() })),
  )
  expect(new Set(answers.map(({ body }) => errorOf(body)))).toEqual(new Set(['CODE_WRONG', 'RATE_LIMITED']))
  const bare = await guess(phone, code, { address: '203.0.113.90' })
  expect(['CODE_NOT_HERE', 'RATE_LIMITED']).toContain(errorOf(bare.body))

  // Another code, which they request, changes nothing either.
  await age(phone, 60)
  await send(phone, { address: '203.0.113.91' })
  expect(stepOf((await guess(phone, code, { address: '198.51.100.7', cookie })).body)).toBe('CONSENTS')
})

test('a stranger hears the same, after as long, whether a code is live, wrong, right or was never sent', async () => {
  const answers = []
  const times = []
  for (const which of ['never', 'wrong', 'right'] as const) {
    await forgetLimits()
    const phone = aPhone()
    if (which !== 'never') await send(phone)
    const code = which === 'never' ? '123456' : await codeTo(phone)
    const from = performance.now()
    const typed = which === 'wrong' ? anotherThan(code) : code
    const { status, body } = await guess(phone, typed, { address: '203.0.113.7', cookie: aBrowser() })
    times.push(performance.now() - from)
    answers.push({ status, body: plain(body, phone) })
  }
  expect(errorOf(answers[0]?.body ?? '')).toBe('CODE_WRONG')
  expect(answers[1]).toEqual(answers[0])
  expect(answers[2]).toEqual(answers[0])
  expect(Math.min(...times)).toBeGreaterThan(290)
})

test('pumping many numbers from one address stops at its limit', async () => {
  await forgetLimits()
  const attempts = Array.from({ length: 20 }, async () => send(aPhone(), { address: '192.0.2.1' }))
  expect(await sentOf(attempts)).toBe(12)
  const refused = await send(aPhone(), { address: '192.0.2.1' })
  expect(errorOf(refused.body)).toBe('RATE_LIMITED')
  expect(refused.body).toMatch(/"seconds":\d+/)
})

test('pumping from many addresses of one prefix stops at its limit', async () => {
  await forgetLimits()
  const attempts = Array.from({ length: 30 }, async (_, host) => send(aPhone(), { address: `192.0.2.${host + 1}` }))
  expect(await sentOf(attempts)).toBe(20)
  expect(isSent((await send(aPhone(), { address: '198.51.100.1' })).body)).toBe(true)
})

test('the daily cap covers two processes, no matter who requests', async () => {
  await forgetLimits()
  let sent = 0
  for (let wave = 0; wave < CODES_A_DAY / 8 + 2; wave += 1) {
    const attempts = Array.from({ length: 8 }, async (_, n) =>
      send(aPhone(), { address: `10.${wave}.${n}.1`, at: n % 2 === 0 ? system.portal.url : other.address }),
    )
    sent += await sentOf(attempts)
  }
  expect(sent).toBe(CODES_A_DAY)
})

test('a proof of work is worth one message, in either process', async () => {
  await forgetLimits()
  const proof = await aProof()
  const attempts = Array.from({ length: 6 }, async (_, n) =>
    send(aPhone(), { proof, address: `10.${n}.0.1`, at: n % 2 === 0 ? system.portal.url : other.address }),
  )
  expect(await sentOf(attempts)).toBe(1)
  const phone = aPhone()
  expect(errorOf((await send(phone, { proof })).body)).toBe('PROOF_WRONG')
  expect(await messagesTo(phone)).toEqual([])
})

test('without a proof few are sent; who says to run scripts is given work', async () => {
  await forgetLimits()
  const attempts = Array.from({ length: 8 }, async () => send(aPhone(), { proof: null, address: '192.0.2.9' }))
  expect(await sentOf(attempts)).toBeLessThanOrEqual(4)
  const phone = aPhone()
  const asked = await phoneStep([
    ['intent', 'send'],
    ['step', 'PHONE'],
    ['phone', phone],
    ['scripts', 'yes'],
  ])
  expect(stepOf(asked.body)).toBe('PROVE')
  expect(await messagesTo(phone)).toEqual([])
})

/** Replaces what differs from try to try. */
const plain = (body: string, phone: string) =>
  body
    .replaceAll(phone.slice(3), 'PHONE')
    .replace(/"at":\d+/g, '"at":0')
    .replace(/"(signature|nonce|salt|expiresAt)\\*":\\*"?[^",}]+/g, '')
    .replace(/"challenge":"(\\"|[^"])*"/g, '"challenge":""')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/"[\w-]{21}[mv]"/g, '"KEY"') // the framework's own, of the page that comes with a cookie

test('status and body reveal nothing of who is registered: proof required, code sent, wrong code, wrong password', async () => {
  const answers: Record<string, unknown[]> = { known: [], unknown: [] }
  for (const who of ['known', 'unknown'] as const) {
    await forgetLimits()
    const phone = who === 'known' ? (await aRegisteredApplicant()).phone : aPhone()
    const note = ({ status, body }: { status: number; body: string }) =>
      answers[who]?.push({ status, body: plain(body, phone) })
    const address = '198.51.100.20'
    note(
      await phoneStep(
        [
          ['intent', 'send'],
          ['step', 'PHONE'],
          ['phone', phone],
          ['scripts', 'yes'],
        ],
        { address },
      ),
    )
    const sent = await send(phone, { address })
    note(sent)
    const wrong = anotherThan(await codeTo(phone))
    const cookie = heldBy(sent)
    note(await guess(phone, wrong, { address, cookie }))
    note(await guess(phone, wrong, { address, cookie: aBrowser() }))
    await age(phone, 600)
    note(await guess(phone, wrong, { address, cookie }))
    note(
      await callAction(
        system.portal.url,
        PASSWORD,
        [
          ['phone', phone],
          ['password', 'not the password'],
        ],
        {
          page: '/sign-in/password',
        },
      ),
    )
  }
  expect(answers.known).toHaveLength(6)
  expect(answers.known).toEqual(answers.unknown)
})
