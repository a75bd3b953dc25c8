import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { age, anotherThan, messagesTo } from '@/tests/factories/codes'
import { aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aProof } from '@/tests/factories/proofs'
import { callAction } from '@/tests/setup/http'
import { freePort, type Portal, startPortal } from '@/tests/setup/portal'
import { type System, startSystem } from '@/tests/setup/system'

/** What an attacker sends to the running portal, by forms of their own making. */

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
}, 180_000)
afterAll(async () => {
  await other?.stop()
  await system?.stop()
})

const forgetLimits = () => database().rateLimit.deleteMany()

type Entries = readonly (readonly [string, string])[]

/** From any address: the portal stands behind a proxy of the test's. */
function phoneStep(entries: Entries, { address = '198.51.100.7', at = system.portal.url } = {}) {
  return callAction(at, PHONE, entries, {
    page: '/sign-in',
    origin: system.portal.url,
    previous: { sent: null, demoCode: null },
    headers: { 'X-Forwarded-For': address },
  })
}

async function send(phone: string, more: { address?: string; at?: string; proof?: string | null } = {}) {
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

test('a code is guessed five times at most, and the sixth fails though it is right', async () => {
  await forgetLimits()
  const phone = aPhone()
  expect(isSent((await send(phone)).body)).toBe(true)
  const code = /\d{6}/.exec((await messagesTo(phone))[0]?.text ?? '')?.[0] ?? ''
  const guess = (tried: string, address: string) =>
    phoneStep(
      [
        ['intent', 'verify'],
        ['step', 'CODE'],
        ['phone', phone],
        ['code', tried],
      ],
      { address },
    )
  for (const host of [1, 2, 3, 4, 5]) {
    expect(errorOf((await guess(anotherThan(code), `203.0.113.${host}`)).body)).toBe('CODE_WRONG')
  }
  expect(errorOf((await guess(code, '203.0.113.6')).body)).toBe('CODE_EXPIRED')
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

test('the cap of a day holds over two processes, whoever asks', async () => {
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

/** What differs from try to try, made the same. */
const plain = (body: string, phone: string) =>
  body
    .replaceAll(phone.slice(3), 'PHONE')
    .replace(/"at":\d+/g, '"at":0')
    .replace(/"(signature|nonce|salt|expiresAt)\\*":\\*"?[^",}]+/g, '')
    .replace(/"challenge":"(\\"|[^"])*"/g, '"challenge":""')
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')

test('status and body tell nothing of who is known: asked for work, sent a code, wrong code, wrong password', async () => {
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
    note(await send(phone, { address }))
    const code = /\d{6}/.exec((await messagesTo(phone))[0]?.text ?? '')?.[0] ?? ''
    const wrong: Entries = [
      ['intent', 'verify'],
      ['step', 'CODE'],
      ['phone', phone],
      ['code', anotherThan(code)],
    ]
    note(await phoneStep(wrong, { address }))
    await age(phone, 600)
    note(await phoneStep(wrong, { address }))
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
  expect(answers.known).toHaveLength(5)
  expect(answers.known).toEqual(answers.unknown)
})
