import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { headersForShared } from '../request-headers'
import { openInnerServer } from './inner-server'

let server: Server
let inner: Awaited<ReturnType<typeof openInnerServer>>
beforeEach(async () => {
  server = createServer((request, response) => response.end(`${request.url} ${request.headers.cookie?.length}`))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  inner = await openInnerServer(server)
})
afterEach(async () => {
  server.close()
  await inner.close()
})

const own = { ...headersForShared('id'), cookie: 'a' }

test('the portal’s own requests are answered as others are, also when others can’t connect any more', async () => {
  const { port } = server.address() as AddressInfo
  expect(await (await fetch(`${inner.origin}/a`, { headers: own })).text()).toBe('/a 1')
  await new Promise((resolve) => server.close(resolve))
  await expect(fetch(`http://127.0.0.1:${port}/b`)).rejects.toThrow()
  expect(await (await fetch(`${inner.origin}/b`, { headers: own })).text()).toBe('/b 1')
})

test('they may have the longest headers of others, and more', async () => {
  const headers = { ...own, cookie: 'c'.repeat(16 * 1024) }
  expect(await (await fetch(`${inner.origin}/`, { headers })).text()).toBe(`/ ${16 * 1024}`)
})

test('nobody else is answered there', async () => {
  await expect(fetch(inner.origin)).rejects.toThrow()
  await expect(fetch(inner.origin, { headers: { 'x-zhunxin-inner': 'a guess' } })).rejects.toThrow()
})

test('it is closed at last, with the connections that are left', async () => {
  await (await fetch(inner.origin, { headers: own })).text()
  await inner.close()
  await expect(fetch(inner.origin, { headers: own })).rejects.toThrow()
})
