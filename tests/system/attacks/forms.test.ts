import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, builtActions } from '@/tests/setup/http'
import { sendRaw } from '@/tests/setup/raw'
import { type System, startSystem } from '@/tests/setup/system'

/** Sends forms that cost the framework far more than they cost their sender, from clients that nobody knows. */

const CLIENTS = 40
const PAGES = 30
const BOUNDARY = 'limit-1'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system?.stop())

const part = (name: string, value: string) =>
  `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`

/** Each reference is another: the framework refuses a second reader of one part early. */
function form({ fields, references }: { fields: number; references: number }): string {
  const others = Array.from({ length: references }, (_, at) => `$R${at.toString(16)}`)
  const list = part('0', JSON.stringify([{ a: others }]))
  const rest = Array.from({ length: fields }, (_, at) => part(`_1_f${at}`, 'x')).join('')
  return `${list}${rest}--${BOUNDARY}--\r\n`
}

function headers(more: Record<string, string | number> = {}) {
  const action = builtActions().find(({ name }) => name === 'app/(auth)/_phone/actions.ts#continueWithPhone')
  return {
    Origin: system.portal.url,
    Accept: 'text/x-component',
    'Next-Action': action?.id ?? '',
    'Content-Type': `multipart/form-data; boundary=${BOUNDARY}`,
    ...more,
  }
}

const send = (body: string, path = '/sign-in') =>
  sendRaw(system.portal.url, { path, headers: headers({ 'Content-Length': body.length }), body })

test.each([
  ['too many bytes', form({ fields: 5_000, references: 20_000 })],
  ['too many parts', form({ fields: 501, references: 1 })],
  ['too many references', form({ fields: 1, references: 1_001 })],
])('a form of %s is refused with a sentence, before it is decoded', async (_, body) => {
  const { status, text } = await send(body)
  expect(status).toBe(413)
  if (body.length < 256 * 1024) expect(text).toContain('This form is larger than this portal accepts.')
})

test('one whose type hides its boundary from the count is refused', async () => {
  const body = form({ fields: 501, references: 1 })
  const type = `multipart/form-data; a="; boundary=other"; boundary=${BOUNDARY}`
  const sent = { path: '/sign-in', headers: headers({ 'Content-Type': type, 'Content-Length': body.length }), body }
  expect((await sendRaw(system.portal.url, sent)).status).toBe(400)
})

test('one whose references are in another character set is refused', async () => {
  const list = Buffer.from(JSON.stringify(Array(1_001).fill('$R1')), 'utf16le').toString('latin1')
  const typed = part('0', list).replace('\r\n\r\n', '\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\n')
  const { status, text } = await send(`${typed}--${BOUNDARY}--\r\n`)
  expect(status).toBe(400)
  expect(text).toContain('This portal cannot read this form.')
})

test.each([
  '/api/phone/documents',
  '/api/qualifications/x/documents',
  '/api/qualifications/../documents/x',
  '/api/access-case/documents/x',
  '/api/tus/x/y',
  '/api/nowhere',
])('it is refused at %s too, which is near a route that takes files', async (path) => {
  expect((await send(form({ fields: 501, references: 1 }), path)).status).toBe(413)
  expect((await send(form({ fields: 5_000, references: 20_000 }), path)).status).toBe(413)
  const body = form({ fields: 1, references: 1 })
  const elsewhere = headers({ Origin: 'https://evil.example', 'Content-Length': body.length })
  expect((await sendRaw(system.portal.url, { path, headers: elsewhere, body })).status).toBe(403)
})

test('one that comes in chunks, without a length, is counted as it comes', async () => {
  const body = form({ fields: 501, references: 1 })
  const chunked = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  const sent = { path: '/sign-in', headers: headers({ 'Transfer-Encoding': 'chunked' }), body: chunked }
  expect((await sendRaw(system.portal.url, sent)).status).toBe(413)
})

test('while forty clients send the most expensive forms that are accepted, everyone gets pages', async () => {
  const body = form({ fields: 490, references: 990 })
  let isOver = false
  const statuses = new Set<number>()
  const clients = Array.from({ length: CLIENTS }, async () => {
    while (!isOver) {
      statuses.add((await send(body)).status)
      await sleep(1)
    }
  })
  for (let pages = 0; pages < PAGES; pages += 1) {
    expect((await ask(system.portal.url, `/staff/sign-in?next=/${pages}`)).status).toBe(200)
  }
  isOver = true
  await Promise.all(clients)
  expect([...statuses]).toEqual([400])
  expect(system.portal.output()).not.toMatch(/unavailable|"msg":"bug"/)
})
