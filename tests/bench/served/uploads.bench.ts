import { afterAll, beforeAll, test } from 'vitest'
import { figure, median, ROUNDS, times } from '../figures'
import { drawBare, p95 } from '../serving'
import { anApplicant, formOf, type Sent, sendApplication, sendBare } from './applications'
import { type Limit, startBareServer } from './bare-server'
import { photographs } from './photographs'
import { benchedPortal } from './portal'
import { less, ProcessorWatch } from './processes'
import { atOnce } from './visitor'

const APPLICATIONS = times(60)
const FILES = 6

const portal = benchedPortal('uploads')
let limit: Limit
let pictures: Buffer[]
let forms: Buffer[]
let processors: ProcessorWatch

beforeAll(async () => {
  limit = await startBareServer(portal().folder)
  pictures = await photographs()
  forms = pictures.map(formOf)
  processors = new ProcessorWatch(portal())
  await burst(4, 4) // warm
  figure('size of a photograph', median(pictures.map(({ length }) => length)) / 1e6, 'MB')
})
afterAll(async () => {
  processors?.stop()
  await limit?.stop()
})

const aMinute = (milliseconds: number) => (60_000 * APPLICATIONS) / milliseconds

/** Sends applications of as many people, so many at once. */
async function burst(count: number, lanes: number) {
  const people = await Promise.all(Array.from({ length: count }, () => anApplicant(portal())))
  const before = processors.used()
  const started = performance.now()
  const sent: Sent[] = []
  await atOnce(lanes, people, async (visitor) => sent.push(await sendApplication(visitor, forms)))
  const acknowledged = Math.max(...sent.map((one) => one.acknowledged))
  const ready = Math.max(...(await Promise.all(sent.map((one) => one.ready))))
  const used = less(processors.used(), before)
  const ofPhotograph = (milliseconds: number) => milliseconds / (count * FILES)
  return {
    acknowledged: acknowledged - started,
    ready: ready - started,
    photograph: p95(sent.flatMap((one) => one.photographs)),
    requests: median(sent.map((one) => one.requests)),
    portal: ofPhotograph(used.portal),
    decoders: ofPhotograph(used.decoders),
    database: ofPhotograph(used.PostgreSQL),
  }
}

async function bareBurst(lanes: number) {
  const started = performance.now()
  const photograph: number[] = []
  const each = Array.from({ length: APPLICATIONS }, () => forms)
  await atOnce(lanes, each, async (one) => photograph.push(...(await sendBare(limit.url, one))))
  return { all: performance.now() - started, photograph: p95(photograph) }
}

test.each([1, 4, 16])('applications of six photographs, %i at once', async (lanes) => {
  const ours: Awaited<ReturnType<typeof burst>>[] = []
  const bare: Awaited<ReturnType<typeof bareBurst>>[] = []
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await bareBurst(lanes))
    ours.push(await burst(APPLICATIONS, lanes))
  }
  const of = (name: keyof (typeof ours)[number]) => median(ours.map((one) => one[name]))
  const [all, photograph] = [median(bare.map((one) => one.all)), median(bare.map((one) => one.photograph))]
  const about = `${lanes} at once`
  const share = { goal: 0.5 }
  figure(`acknowledged, ${about}: share of the bare server`, all / of('acknowledged'), '', share)
  figure(`acknowledged, ${about}`, aMinute(of('acknowledged')), 'applications/min', { baseline: aMinute(all) })
  figure(`READY, ${about}`, aMinute(of('ready')), 'applications/min')
  const most = { goal: 3, isMost: true }
  figure(`p95 of a photograph, ${about}: times the bare server's`, of('photograph') / photograph, '×', most)
  figure(`p95 of a photograph, ${about}`, of('photograph'), 'ms', { baseline: photograph })
  figure(`processor of a photograph, ${about}`, of('portal') + of('decoders') + of('database'), 'ms')
  figure(`– the portal's process, ${about}`, of('portal'), 'ms')
  figure(`– decoders, which draw, ${about}`, of('decoders'), 'ms')
  figure(`– PostgreSQL, ${about}`, of('database'), 'ms')
  if (lanes === 1) figure('requests of an application', of('requests'), '')
})

test('drawing alone', async () => {
  const before = process.cpuUsage()
  for (const picture of pictures) await drawBare(picture)
  const { user, system } = process.cpuUsage(before)
  figure('processor of a photograph, sharp alone', (user + system) / 1_000 / pictures.length, 'ms')
})
