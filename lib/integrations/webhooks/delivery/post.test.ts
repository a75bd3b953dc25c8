import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { aWebhookReceiver, type WebhookReceiver } from '@/tests/setup/webhook-receiver'
import { post } from './post'

const receivers: WebhookReceiver[] = []
afterEach(() => Promise.all(receivers.splice(0).map((receiver) => receiver.stop())))
const aReceiver = async (given?: Parameters<typeof aWebhookReceiver>[0]) => {
  const receiver = await aWebhookReceiver(given)
  receivers.push(receiver)
  return receiver
}

const anywhere = { mayReach: () => true }
const send = (url: string, reaching: Parameters<typeof post>[1] = anywhere) =>
  post({ url, headers: { 'webhook-id': '1' }, body: '{"type":"webhook.test"}' }, reaching)

test('a body arrives as it is, and the answer comes back', async () => {
  const receiver = await aReceiver()
  receiver.answerWith(202, '收到\0')
  expect(await send(receiver.url)).toEqual({ status: 202, text: '收到\u{fffd}' })
  expect(receiver.received).toMatchObject([
    { body: '{"type":"webhook.test"}', headers: { 'webhook-id': '1', 'content-type': 'application/json' } },
  ])
})

test('a redirect is an answer, and is not followed', async () => {
  const [first, second] = [await aReceiver(), await aReceiver()]
  first.answerWith(307, '', { location: second.url })
  expect(await send(first.url)).toMatchObject({ status: 307 })
  expect(second.connections()).toBe(0)
})

test('another protocol is an answer at once, and its connection ends', async () => {
  const receiver = await aReceiver()
  let isClosed = false
  receiver.answerBy(({ socket }, response) => {
    socket.once('close', () => {
      isClosed = true
    })
    response.writeHead(101, { connection: 'Upgrade', upgrade: 'websocket' }).flushHeaders()
  })
  expect(await send(receiver.url)).toEqual({ status: 101, text: '' })
  await expect.poll(() => isClosed).toBe(true)
})

test('a receiver that says only what comes before an answer has not answered', async () => {
  const receiver = await aReceiver()
  receiver.answerBy(({ socket }, response) => response.writeEarlyHints({ link: '</>; rel=next' }, () => socket.end()))
  await expect(send(receiver.url)).rejects.toMatchObject({ failure: 'CONNECTION' })
})

test('a huge answer is cut at 16 KB, and its connection ends', async () => {
  const receiver = await aReceiver()
  let isClosed = false
  receiver.answerBy((_request, response) => {
    response.on('close', () => {
      isClosed = true
    })
    const more = () => {
      while (!response.destroyed && response.write('x'.repeat(64_000))) {}
    }
    response.on('drain', more).writeHead(200)
    more()
  })
  expect((await send(receiver.url)).text).toHaveLength(16_384)
  await expect.poll(() => isClosed).toBe(true)
})

test('headers without an end are no answer', async () => {
  const receiver = await aReceiver()
  receiver.answerBy((_request, response) => void response.writeHead(200, { 'x-long': 'x'.repeat(20_000) }).end())
  await expect(send(receiver.url)).rejects.toMatchObject({ failure: 'CONNECTION' })
})

test('a receiver that never answers is left after a while; one that answers slowly has answered', async () => {
  const [silent, slow] = [await aReceiver(), await aReceiver()]
  silent.answerBy(() => {})
  slow.answerBy((_request, response) => void response.writeHead(200).write('beginning'))
  const [nothing, beginning] = await Promise.allSettled([send(silent.url), send(slow.url)])
  expect(nothing).toMatchObject({ status: 'rejected', reason: { failure: 'TIMEOUT' } })
  expect(beginning).toMatchObject({ status: 'fulfilled', value: { status: 200, text: 'beginning' } })
})

test('a dead receiver, one that speaks no HTTP, and a name that nobody has', async () => {
  const { url, stop } = await aWebhookReceiver()
  await stop()
  await expect(send(url)).rejects.toMatchObject({ failure: 'CONNECTION' })
  const odd = createServer((socket) => void socket.end('220 mail.example.com ESMTP\r\n'))
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
  const { port } = odd.address() as { port: number }
  await expect(send(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ failure: 'CONNECTION' })
  odd.close()
  const resolve = () => Promise.reject(new Error('ENOTFOUND'))
  await expect(send('http://hook.test/', { ...anywhere, resolve })).rejects.toMatchObject({ failure: 'NAME_UNKNOWN' })
  const nowhere = async () => []
  await expect(send('http://hook.test/', { ...anywhere, resolve: nowhere })).rejects.toMatchObject({
    failure: 'ADDRESS_NOT_PUBLIC',
  })
})

test('an address that may not be reached gets no connection, written or looked up, alone or among others', async () => {
  const receiver = await aReceiver()
  const mayReach = (address: string) => address !== '127.0.0.1'
  const refused = { failure: 'ADDRESS_NOT_PUBLIC' }
  await expect(send(receiver.url, { mayReach })).rejects.toMatchObject(refused)
  const url = `http://hook.test:${receiver.port}/`
  const inside = { address: '127.0.0.1', family: 4 }
  for (const addresses of [[inside], [{ address: '127.0.0.2', family: 4 }, inside]]) {
    await expect(send(url, { mayReach, resolve: async () => addresses })).rejects.toMatchObject(refused)
  }
  expect(receiver.connections()).toBe(0)
})

test('a name that changes its address after the check is connected to what was checked', async () => {
  // All that runs beside it listens on 127.0.0.1, and may have any other's port.
  const inside = await aReceiver()
  const outside = await aReceiver({ host: '127.0.0.2', port: inside.port })
  let asked = 0
  const reaching = {
    mayReach: (address: string) => address === '127.0.0.2',
    resolve: async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }]
    },
  }
  const url = `http://rebinds.test:${outside.port}/`
  expect(await send(url, reaching)).toMatchObject({ status: 204 })
  expect([asked, outside.received.length]).toEqual([1, 1])
  // No connection is left open that would lead there without another check.
  await expect(send(url, reaching)).rejects.toMatchObject({ failure: 'ADDRESS_NOT_PUBLIC' })
  expect([asked, outside.connections(), inside.connections()]).toEqual([2, 1, 0])
})
