import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADDRESS_HEADER, refusalStatus } from '@/lib/web/request-headers'
import { admitForm } from '@/lib/web/server/admit-form'
import { figure, median, print, ROUNDS, startPart } from './figures'

/**
 * Measures how long a form that is refused holds the only thread, beside a small one that is accepted:
 * docs/decisions/0099-what-a-form-may-cost.md.
 */

const TIMES = 100
const LIMIT_MS = 50
const BOUNDARY = 'limit-1'

const part = (name: string, value: string, head = '') =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n${head}\r\n${value}\r\n`
const form = (fields: number, references: number, head = '') =>
  [
    part('0', JSON.stringify([{ a: Array.from({ length: references }, (_, at) => `$R${at.toString(16)}`) }])),
    ...Array.from({ length: fields }, (_, at) => part(`_1_f${at}`, 'x')),
    part('last', 'x', head),
    `--${BOUNDARY}--\r\n`,
  ].join('')
const large = part('0', 'x'.repeat(256 * 1024))

const FORMS: [string, number, string, boolean][] = [
  ['5,000 fields and 20,000 references, by its length', 413, form(5_000, 20_000), true],
  ['5,000 fields and 20,000 references, as it comes', 413, form(5_000, 20_000), false],
  ['501 fields', 413, form(501, 1), true],
  ['20,000 references', 413, form(1, 20_000), true],
  ['256 KiB and some bytes, as it comes', 413, large, false],
  [
    '490 fields, 990 references, and one of another character set',
    400,
    form(490, 990, 'Content-Type: text/plain; charset=utf-16le\r\n'),
    true,
  ],
]

/**
 * Sends a form so many times, each on a connection of its own, and posts the statuses: in a thread that is not
 * measured.
 */
const SENDER = `
const { connect } = require('node:net')
const { parentPort, workerData: { port, head, body, times } } = require('node:worker_threads')
const send = () => new Promise((resolve) => {
  let text = ''
  const socket = connect(port, '127.0.0.1')
  socket.on('data', (chunk) => { text += chunk }).on('error', () => {})
  socket.once('close', () => resolve(Number(text.slice(9, 12))))
  socket.write(head + body)
})
;(async () => {
  const statuses = []
  for (let at = 0; at < times; at++) statuses.push(await send())
  parentPort.postMessage(statuses)
})()`

const server = createServer((request, response) => {
  const status = refusalStatus(request)
  if (status) return void response.writeHead(status, { Connection: 'close' }).end()
  request.headers[ADDRESS_HEADER] = '192.0.2.7'
  void admitForm(request, response).then((isAdmitted) => isAdmitted && response.end())
})
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  print()
})

function sent(body: string, hasLength: boolean, times: number): Promise<number[]> {
  const length = hasLength ? `Content-Length: ${body.length}` : 'Transfer-Encoding: chunked'
  const lines = [
    `POST /sign-in HTTP/1.1`,
    'Host: x',
    'Connection: close',
    `Content-Type: multipart/form-data; boundary=${BOUNDARY}`,
    length,
  ]
  const coded = hasLength ? body : `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const { port } = server.address() as AddressInfo
  const workerData = { port, head: `${lines.join('\r\n')}\r\n\r\n`, body: coded, times }
  return new Promise((resolve, reject) => {
    new Worker(SENDER, { eval: true, workerData }).once('message', resolve).once('error', reject)
  })
}

type Turns = { longest: number; median: number }

/** Returns the milliseconds of the turns of this thread's loop while a form is sent `TIMES` times. */
async function turnsOf(name: string, status: number, body: string, hasLength: boolean): Promise<Turns> {
  await sent(body, hasLength, 5) // warm
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const statuses = await sent(body, hasLength, TIMES)
  delay.disable()
  expect(new Set(statuses), name).toEqual(new Set([status]))
  return { longest: delay.max / 1e6, median: delay.percentile(50) / 1e6 }
}

test('no turn of the loop is long for a form that is refused', async () => {
  startPart('refused')
  const small = form(1, 0)
  for (const [name, ...about] of FORMS) {
    const [refused, accepted]: [Turns[], Turns[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      accepted.push(await turnsOf('a small form', 200, small, true))
      refused.push(await turnsOf(name, ...about))
    }
    const of = (turns: Turns[], which: keyof Turns) => turns.map((turn) => turn[which])
    // The longest of all has the machine's other work in it: what a form costs is in each round.
    figure(`${name}: longest turn, median of rounds`, median(of(refused, 'longest')), 'ms', {
      baseline: median(of(accepted, 'longest')),
      ...{ goal: LIMIT_MS, isMost: true },
    })
    figure(`${name}: longest turn of all rounds`, Math.max(...of(refused, 'longest')), 'ms', {
      baseline: Math.max(...of(accepted, 'longest')),
    })
    figure(`${name}: median turn`, median(of(refused, 'median')), 'ms', { baseline: median(of(accepted, 'median')) })
  }
})
