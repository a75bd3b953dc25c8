import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { redirectAfterForm } from './redirect-after-form'

let server: Server
let at: string

beforeAll(async () => {
  server = createServer((request, response) => {
    redirectAfterForm(request, response)
    response.statusCode = Number(request.url?.slice(1))
    response.setHeader('Location', '/sign-in')
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

test.each([
  ['POST', 307, 303],
  ['POST', 303, 303],
  ['POST', 200, 200],
  ['GET', 307, 307],
])('%s that is answered with %i has the status %i', async (method, status, expected) => {
  const answered = await fetch(`${at}/${status}`, { method, redirect: 'manual' })
  expect([answered.status, answered.headers.get('location')]).toEqual([expected, '/sign-in'])
})
