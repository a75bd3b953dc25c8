import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ADDRESS_HEADER } from '../request-headers'
import { admitForm } from './admit-form'

let server: Server
let at: string
/** Lists the paths of the forms that came. */
let came: string[] = []
/** The answers to those that may continue, by path. */
let admitted = new Map<string, ServerResponse>()

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? ''
    came.push(path)
    void admitForm(request, response).then((isAdmitted) => {
      if (isAdmitted) admitted.set(path, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())
beforeEach(() => {
  came = []
  admitted = new Map()
})

/** Sends a form, and returns its answer as soon as the server has it. */
async function send(path: string, address: string, body = 'a=1', type = 'application/x-www-form-urlencoded') {
  const headers = { [ADDRESS_HEADER]: address, 'Content-Type': type }
  const answer = fetch(at + path, { method: 'POST', headers, body })
  await expect.poll(() => came).toContain(path)
  return answer.then(async (one) => [one.status, await one.text()] as const)
}

const isAdmitted = (path: string) => expect.poll(() => admitted.has(path)).toBe(true)

test.each([
  ['an address', '192.0.2.7', '192.0.2.7', '192.0.2.8'],
  ['a network of IPv6', '2001:db8::1', '2001:db8::ffff:2', '2001:db8:0:1::1'],
])('one form of %s has its turn at a time, and nobody else waits for it', async (_, first, second, other) => {
  const answers = [send('/1', first)]
  await isAdmitted('/1')
  answers.push(send('/2', second))
  await expect.poll(() => came).toContain('/2')
  answers.push(send('/3', other))
  await isAdmitted('/3')
  expect([...admitted.keys()]).toEqual(['/1', '/3'])
  admitted.get('/1')?.end('read')
  await isAdmitted('/2')
  for (const path of ['/2', '/3']) admitted.get(path)?.end('read')
  for (const answer of answers) expect(await answer).toEqual([200, 'read'])
})

test.each([
  ['too large', 'a=1&'.repeat(600), 'application/x-www-form-urlencoded', 413, 'larger than this portal accepts'],
  [
    'malformed',
    '--ab\r\nContent-Type: text/plain; charset=utf-16le\r\n\r\n\r\n--ab--\r\n',
    'multipart/form-data; boundary=ab',
    400,
    'cannot read this form',
  ],
])('a form that is %s is answered, and has no turn', async (_, body, type, status, words) => {
  expect(await send('/bad', '192.0.2.9', body, type)).toEqual([status, expect.stringContaining(words)])
  const good = send('/good', '192.0.2.9')
  await isAdmitted('/good')
  admitted.get('/good')?.end('read')
  expect(await good).toEqual([200, 'read'])
})
