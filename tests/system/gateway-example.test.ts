import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import type { SenderCheck } from '@/lib/integrations/gate/schemas'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { anApiKey } from '@/tests/factories/api-keys'
import { someStaff } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { type Portal, pause, watch } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { type System, startSystem } from '@/tests/setup/system'

/**
 * The example gateway runs next to a portal, and each is killed again and again while senders are suspended and
 * resumed. What it says about its copy is true: an answer never allows what was suspended before the moment of the
 * copy.
 */

const CLOSES_AFTER = 5
const { tries, seed, done } = heavy('gateway-kill', { quick: 2, long: 100 })
const random = randomFrom(seed)

type Sender = { id: string; check: SenderCheck; suspendedAt: number | null }
type Answer = { allowed: boolean; until?: string | null; age?: number }

let system: System
let folder: string
let gateway: Portal
let secret: string
let admin: PersonActor
let senders: Sender[]

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-gateway-'))
  const outfile = path.join(folder, 'gateway.mjs')
  buildSync({ entryPoints: ['examples/gateway/gateway.ts'], outfile, format: 'esm', platform: 'node' })
  system = await startSystem()
  secret = (await anApiKey({ scopes: ['SENDERS_CHECK', 'CHANGES_READ'] })).secret
  admin = await someStaff({ roles: ['ADMIN'] })
  senders = []
  for (let n = 0; n < 4; n++) senders.push({ ...(await anApprovedSender()), suspendedAt: null })
  await startGateway(await freePort())
})
afterAll(async () => {
  await gateway?.stop()
  await system?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function startGateway(port: number): Promise<void> {
  const env = {
    ...process.env,
    ...{ ZHUNXIN_URL: system.portal.address, ZHUNXIN_KEY: secret, PORT: `${port}`, CLOSES_AFTER: `${CLOSES_AFTER}` },
  }
  const child = spawn(process.execPath, [path.join(folder, 'gateway.mjs')], { env })
  const address = `http://127.0.0.1:${port}`
  gateway = watch(child, { url: address, address })
  await gateway.said(/Listening/)
}

async function ask(check: SenderCheck): Promise<{ status: number; answer: Answer }> {
  const answer = await fetch(`${gateway.address}/allowed?${new URLSearchParams(check)}`)
  return { status: answer.status, answer: (await answer.json()) as Answer }
}

/** Asks about one while it may change, and fails where an answer allows what its copy must know to be suspended. */
async function askWhileChanging(sender: Sender): Promise<void> {
  const { suspendedAt } = sender
  const askedAt = Date.now()
  const found = await ask(sender.check).catch(() => null) // it was killed
  if (!found?.answer.allowed) return
  const { age = Number.NaN } = found.answer
  expect(age).toBeLessThanOrEqual(CLOSES_AFTER * 1_000)
  const isSuspendedStill = suspendedAt !== null && sender.suspendedAt === suspendedAt
  if (isSuspendedStill) expect(askedAt - age).toBeLessThanOrEqual(suspendedAt)
}

async function change(sender: Sender): Promise<void> {
  if (sender.suspendedAt === null) {
    await suspendQualification(admin, { qualificationId: sender.id, reason: 'COMPLAINTS', note: null })
    sender.suspendedAt = Date.now()
    return
  }
  sender.suspendedAt = null
  await resumeQualification(admin, { qualificationId: sender.id, reason: 'RESOLVED', note: null })
}

const KILLS = [
  async () => {
    const { port } = new URL(gateway.address)
    await gateway.kill()
    await startGateway(Number(port))
  },
  async () => {
    await system.portal.kill()
    await system.startAgain()
  },
]

const gateAnswers = () =>
  Promise.all(
    senders.map(async ({ check }) => {
      const headers = { authorization: `Bearer ${secret}` }
      const query = new URLSearchParams(check)
      const answer = await fetch(`${system.portal.address}/api/v1/senders/check?${query}`, { headers })
      return ((await answer.json()) as Answer).allowed
    }),
  )
const gatewayAnswers = async () => {
  const all = await Promise.all(senders.map(({ check }) => ask(check)))
  return all.map(({ status, answer }) => (status === 200 ? answer.allowed : null))
}

test('through kills of both it never allows what its copy knows to be suspended, and comes to the gate’s answers', {
  timeout: 300_000 + tries * 60_000,
}, async () => {
  await expect.poll(gatewayAnswers).toEqual(senders.map(() => true))
  for (let round = 0; round < tries; round++) {
    let isOver = false
    const asking = senders.map(async (sender) => {
      while (!isOver) await Promise.all([askWhileChanging(sender), pause(50)])
    })
    const changing = (async () => {
      while (!isOver) {
        await change(senders[Math.floor(random() * senders.length)] as Sender)
        await pause(random() * 200)
      }
    })()
    await pause(random() * 1_000)
    await KILLS[round % KILLS.length]?.()
    await pause(random() * 1_000)
    isOver = true
    await Promise.all([...asking, changing])
    const expected = senders.map(({ suspendedAt }) => suspendedAt === null)
    expect(await gateAnswers()).toEqual(expected)
    await expect.poll(gatewayAnswers).toEqual(expected)
  }
  done(tries)
})

test('without contact it allows nothing after its time, and again once there is contact', async () => {
  for (const sender of senders) if (sender.suspendedAt !== null) await change(sender)
  await expect.poll(gatewayAnswers).toEqual(senders.map(() => true))
  await system.portal.kill()
  await expect.poll(gatewayAnswers).toEqual(senders.map(() => null))
  await system.startAgain()
  await expect.poll(gatewayAnswers).toEqual(senders.map(() => true))
})

test('what it does not know, or can’t read, it does not allow', async () => {
  const [sender] = senders as [Sender]
  expect(await ask({ ...sender.check, signature: '别家' })).toMatchObject({ status: 200, answer: { allowed: false } })
  for (const target of ['//', '/allowed', '/allowed?account=%', '/other']) {
    expect(await (await fetch(`${gateway.address}${target}`)).json(), target).toEqual({ allowed: false })
  }
  expect((await ask(sender.check)).answer.allowed).toBe(true)
})
