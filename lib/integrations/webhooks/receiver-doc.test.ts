import { type ChildProcess, spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { freePort } from '@/tests/setup/ports'
import { post } from './delivery/post'
import { bodyOf } from './events'
import { signedHeaders } from './sign'

// The program of docs/webhooks.md runs as it is written there.
let folder: string
let receiver: ChildProcess
let url: string
let output = ''
const secret = randomBytes(32)
const { privateKey } = generateKeyPairSync('ed25519')

beforeAll(async () => {
  const [, program = ''] = /```js\n(.*?)```/s.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? []
  folder = mkdtempSync(path.resolve('node_modules', '.receiver-')) // where it finds its package
  const file = path.join(folder, 'receiver.mjs')
  writeFileSync(file, program)
  const port = await freePort()
  url = `http://127.0.0.1:${port}/`
  const env = { ...process.env, PORT: `${port}`, WEBHOOK_SECRET: `whsec_${secret.toString('base64')}` }
  receiver = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  receiver.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  const isUp = () =>
    fetch(url).then(
      ({ status }) => status === 401,
      () => false,
    )
  await vi.waitUntil(isUp, { timeout: PATIENCE, interval: 50 })
})
afterAll(() => {
  receiver?.kill()
  rmSync(folder, { recursive: true, force: true })
})

test('it accepts what the portal signs, and refuses anything else', async () => {
  const endpoint = randomUUID()
  const body = bodyOf({ event: 'WEBHOOK_TEST', happenedAt: new Date(), data: { endpoint } })
  const timestamp = Math.floor(Date.now() / 1_000)
  const headers = signedHeaders({ id: 'first', timestamp, body }, [{ secret, privateKey }])
  const send = (given: object = {}) =>
    post({ url, headers, body, ...given }, { mayReach: () => true }).then(({ status }) => status)
  expect(await send()).toBe(204)
  await expect.poll(() => output).toContain(`first webhook.test {"endpoint":"${endpoint}"}`)
  expect(await send({ body: body.replace('test', 'text') })).toBe(401)
  const old = signedHeaders({ id: 'first', timestamp: timestamp - 600, body }, [{ secret, privateKey }])
  expect(await send({ headers: old })).toBe(401)
  const others = signedHeaders({ id: 'first', timestamp, body }, [{ secret: randomBytes(32), privateKey }])
  expect(await send({ headers: others })).toBe(401)
})
