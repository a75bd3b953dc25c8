import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { onTestFinished, test } from 'vitest'
import { askGate, ONE } from '@/lib/integrations/gate/ask'
import { anApiKey } from '@/tests/factories/api-keys'
import { anApprovedSender } from '@/tests/factories/senders'
import { pause, watch } from '@/tests/setup/portal'
import { alternately, figure, median, ROUNDS, times } from '../figures'
import { timed } from '../served/applications'
import { benchedPortal } from '../served/portal'
import { less, ProcessorWatch, processorOf } from '../served/processes'
import { askAll, askAtRate } from './asking'
import { type BenchedSender, fillSendersTo } from './senders'

const portal = benchedPortal('gate')
/** Counts the requests of a round. Rounds are many and short, so that other load on the machine affects both sides. */
const REQUESTS = times(1_000)
const ROUNDS_HERE = 4 * ROUNDS
const AT_ONCE = 8
const SIZES = [1_000, times(1_000_000)]

/** Starts the limit as a process of its own. */
async function startBareGate() {
  const env = { ...process.env, GATE_NAME: ONE.name, GATE_TEXT: ONE.text }
  const child = spawn(process.execPath, [path.resolve('tests/bench/api/bare-gate.mjs')], { env })
  const server = watch(child, { url: '', address: '' })
  const [, port] = await server.said(/port (\d+)/)
  return { url: `http://127.0.0.1:${port}/`, pid: server.pid, stop: () => server.stop() }
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

type Given = {
  size: string
  senders: readonly BenchedSender[]
  secret: string
  bare: { url: string; pid: number }
  processors: ProcessorWatch
}

/** Returns the addresses by which both sides answer about the same senders. */
function addressesOf(some: readonly BenchedSender[], { secret, bare }: Given): { ours: string[]; limit: string[] } {
  const key = hashOf(secret).toString('hex')
  return {
    ours: some.map(({ account, signature }) => {
      const check = { account, signature, carrier: 'CMCC', use: 'NOTIFICATION' }
      return `${portal().url}/api/v1/senders/check?${new URLSearchParams(check)}`
    }),
    limit: some.map(({ account, index }) => {
      return `${bare.url}?${new URLSearchParams({ key, account, index: index.toString('hex'), carrier: 'CMCC' })}`
    }),
  }
}

const REST_MS = 10_000

/** Returns what each kind of process uses in a millisecond while nobody asks: the worker is in the portal's process. */
async function usedAtRest(processors: ProcessorWatch) {
  const before = processors.used()
  const milliseconds = await timed(() => pause(REST_MS))
  const { portal, PostgreSQL } = less(processors.used(), before)
  return { portal: portal / milliseconds, PostgreSQL: PostgreSQL / milliseconds }
}

async function measure(given: Given) {
  const { size, senders, secret, bare, processors } = given
  const next = () => {
    const some = Array.from({ length: REQUESTS }, () => senders[Math.floor(Math.random() * senders.length)])
    return addressesOf(some as BenchedSender[], given)
  }
  let asked = next()
  const waited = { ours: [] as number[], limit: [] as number[] }
  const used = { ours: 0, database: 0, limit: 0, databaseOfLimit: 0 }
  const rest = await usedAtRest(processors)
  /** Returns what the work uses beyond what the portal and its database use of themselves in that time. */
  const usedBy = async (work: () => Promise<void>) => {
    const before = processors.used()
    const milliseconds = await timed(work)
    const all = less(processors.used(), before)
    return {
      portal: all.portal - rest.portal * milliseconds,
      database: all.PostgreSQL - rest.PostgreSQL * milliseconds,
    }
  }
  const took = await alternately(
    async () => {
      const { portal, database } = await usedBy(
        async () => void waited.ours.push(...(await askAll(asked.ours, secret, AT_ONCE))),
      )
      used.ours += portal
      used.database += database
    },
    async () => {
      asked = next()
      const own = processorOf(bare.pid)
      const { database } = await usedBy(
        async () => void waited.limit.push(...(await askAll(asked.limit, secret, AT_ONCE))),
      )
      used.limit += processorOf(bare.pid) - own
      used.databaseOfLimit += database
    },
    ROUNDS_HERE,
  )
  const of = `gate, ${size} senders`
  figure(`${of}: share of a bare server`, took.limit / took.ours, '', { goal: 0.5 })
  figure(`${of}, ${AT_ONCE} at once`, REQUESTS / took.ours, 'requests/s', { baseline: REQUESTS / took.limit })
  for (const share of [0.5, 0.95]) {
    const baseline = percentile(waited.limit, share)
    figure(`${of}, ${AT_ONCE} at once, p${share * 100}`, percentile(waited.ours, share), 'ms', { baseline })
  }
  const each = (milliseconds: number) => milliseconds / waited.ours.length
  figure(`${of}: processor of a request`, each(used.ours), 'ms', { baseline: each(used.limit) })
  figure(`${of}: processor of PostgreSQL`, each(used.database), 'ms', { baseline: each(used.databaseOfLimit) })
  await measureHalf(of, next, secret, REQUESTS / took.ours / 2)
}

/** Asks at half of the rate that the portal can do, and the bare server at the same rate. */
async function measureHalf(of: string, next: () => { ours: string[]; limit: string[] }, secret: string, rate: number) {
  const late = { ours: [] as number[], limit: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const { ours, limit } = next()
    late.limit.push(percentile(await askAtRate(limit, secret, rate), 0.95))
    late.ours.push(percentile(await askAtRate(ours, secret, rate), 0.95))
  }
  const about = { goal: 5, isMost: true, baseline: median(late.limit) }
  figure(`${of}, at half of its rate, p95`, median(late.ours), 'ms', about)
}

async function measureMany({ size, senders, secret }: Given) {
  const thousand = senders.slice(0, 1_000)
  const checks = thousand.map(({ account, signature }) => ({
    account,
    signature,
    carrier: 'CMCC',
    use: 'NOTIFICATION',
  }))
  const asked = thousand.map(
    ({ account: accountId, index: textIndex }) => ({ accountId, textIndex, carrier: 'CMCC' }) as const,
  )
  const post = async () => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' }
    const address = `${portal().url}/api/v1/senders/check`
    await (await fetch(address, { method: 'POST', headers, body: JSON.stringify({ checks }) })).text()
  }
  const took = await alternately(post, async () => void (await askGate(hashOf(secret), asked)), ROUNDS_HERE)
  const of = `1,000 in one request, ${size} senders`
  figure(`${of}: times the statement`, took.ours / took.limit, '×', { goal: 3, isMost: true })
  figure(of, took.ours * 1_000, 'ms', { baseline: took.limit * 1_000 })
}

const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest()

test('the gate, with few and with many senders', async () => {
  const { secret } = await anApiKey()
  const { id } = await anApprovedSender()
  const bare = await startBareGate()
  const processors = new ProcessorWatch(portal())
  onTestFinished(async () => {
    processors.stop()
    await bare.stop()
  })
  let from = 0
  for (const to of SIZES) {
    const started = performance.now()
    const senders = await fillSendersTo(id, from, to)
    const size = to.toLocaleString('en')
    figure(`seconds to make ${size} senders`, (performance.now() - started) / 1_000, 's')
    const given = { size, senders, secret, bare, processors }
    await measure(given)
    await measureMany(given)
    from = to
  }
})
