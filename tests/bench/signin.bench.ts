import { afterAll, beforeAll, test } from 'vitest'
import { guessCode } from '@/lib/accounts/guess-code'
import { hashPassword } from '@/lib/auth/passwords'
import { database } from '@/lib/db/client'
import { askForCode } from '@/lib/identity/ask-for-code'
import { signInByPassword } from '@/lib/identity/sign-in-by-password'
import { BROWSER } from '@/tests/factories/codes'
import { anAddress, aPhone, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { aProof } from '@/tests/factories/proofs'
import { figure, median, print } from './figures'

/** Whether the time of an answer tells that someone is known: a fresh number and address each try, the two in turn. */
const TRIES = Number(process.env.ZHUNXIN_BENCH_TRIES ?? 1_000)
/** Tries under way at once: each refusal waits for a third of a second. */
const AT_ONCE = 8
const MOST_APART = 5

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

/** Medians in milliseconds, of known and of unknown numbers. */
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
  figure(`${name}, medians apart`, Math.abs(known - unknown), 'ms', { goal: MOST_APART, isMost: true })
}

const asked = { locale: 'zh-CN', device: null, browser: BROWSER } as const

test('work is asked for', () =>
  report('work asked for', (phone, address) => askForCode({ ...asked, phone, address, canProve: true })))

test('a code is sent', async () => {
  const proofs = new Map<string, string>()
  await report(
    'code sent',
    (phone, address) => askForCode({ ...asked, phone, address, canProve: true, proof: proofs.get(phone) }),
    async (phone) => proofs.set(phone, await aProof()),
  )
})

test('a wrong code', () =>
  report(
    'wrong code',
    (phone, address) => guessCode({ phone, address, code: 'no', browser: BROWSER }),
    async (phone) => askForCode({ ...asked, phone, address: anAddress(), canProve: true, proof: await aProof() }),
  ))

test('a wrong password', () =>
  report('wrong password', (phone, address) =>
    signInByPassword({ phone, address, password: 'not the password', device: null }),
  ))
