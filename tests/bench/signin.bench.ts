import { afterAll, beforeAll, test } from 'vitest'
import { database } from '@/lib/db/client'
import { checkCode } from '@/lib/sign-in/codes/check-code'
import { requestCode } from '@/lib/sign-in/codes/request-code'
import { hashPassword } from '@/lib/sign-in/passwords/passwords'
import { signInByPassword } from '@/lib/sign-in/passwords/sign-in-by-password'
import { BROWSER } from '@/tests/factories/codes'
import { anAddress, aPhone, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { aProof } from '@/tests/factories/proofs'
import { figure, median, print } from './figures'

/**
 * Measures whether the time of an answer reveals that a person is registered: each try has a new number and address,
 * and the two alternate.
 */
const TRIES = Number(process.env.ZHUNXIN_BENCH_TRIES ?? 1_000)
/** Counts the concurrent tries: each refusal waits for a third of a second. */
const AT_ONCE = 8
const MAX_APART = 5

type Step = (phone: string, address: string) => Promise<unknown>

let passwordHash: string
beforeAll(async () => {
  passwordHash = await hashPassword(PASSWORD)
})
afterAll(print)

async function aKnownPhone(): Promise<string> {
  const { id, phone } = await aRegisteredApplicant()
  await database().user.update({ where: { id }, data: { passwordHash } })
  return phone
}

async function timed(step: Step, phone: string): Promise<number> {
  const address = anAddress()
  const from = performance.now()
  await step(phone, address).catch(() => {})
  return performance.now() - from
}

/** Returns medians in milliseconds, for known and unknown numbers. */
async function compare(step: Step, prepare: (phone: string) => Promise<unknown> = async () => {}) {
  const known: number[] = []
  const unknown: number[] = []
  let left = TRIES
  const lane = async () => {
    while (left > 0) {
      left -= 1
      const [someone, nobody] = [await aKnownPhone(), aPhone()]
      await prepare(someone)
      await prepare(nobody)
      const isFirst = left % 2 === 0
      if (isFirst) known.push(await timed(step, someone))
      unknown.push(await timed(step, nobody))
      if (!isFirst) known.push(await timed(step, someone))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return { known: median(known), unknown: median(unknown) }
}

async function report(name: string, step: Step, prepare?: (phone: string) => Promise<unknown>) {
  const { known, unknown } = await compare(step, prepare)
  figure(`${name}, known number`, known, 'ms', { baseline: unknown })
  figure(`${name}, medians apart`, Math.abs(known - unknown), 'ms', { goal: MAX_APART, isMost: true })
}

const asked = { locale: 'zh-CN', device: null, browser: BROWSER } as const

test('a proof of work is required', () =>
  report('work asked for', (phone, address) => requestCode({ ...asked, phone, address, canProve: true })))

test('a code is sent', async () => {
  const proofs = new Map<string, string>()
  await report(
    'code sent',
    (phone, address) => requestCode({ ...asked, phone, address, canProve: true, proof: proofs.get(phone) }),
    async (phone) => proofs.set(phone, await aProof()),
  )
})

test('a wrong code', () =>
  report(
    'wrong code',
    (phone, address) => checkCode({ phone, address, code: 'no', browser: BROWSER }),
    async (phone) => requestCode({ ...asked, phone, address: anAddress(), canProve: true, proof: await aProof() }),
  ))

test('a wrong password', () =>
  report('wrong password', (phone, address) =>
    signInByPassword({ phone, address, password: 'not the password', device: null }),
  ))
