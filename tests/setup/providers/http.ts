import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export type Received = { method: string; url: URL; headers: IncomingMessage['headers']; body: Buffer }

/** The answer of a server once it has the whole request. `delay` is in milliseconds. */
export type Reply =
  | { json: unknown; status?: number; delay?: number }
  | { text: string; status?: number }
  /** Accepts the request, and never answers. */
  | 'silence'
  /** Hangs up without an answer. */
  | 'cut'
  /** Hangs up in the middle of its answer. */
  | 'cut in the answer'

export type Served = { url: string; requests: Received[]; stop(): Promise<void> }

/** Starts a server on this machine that stores requests, and answers as a test sets it. */
export async function serve(reply: (request: Received, at: number) => Reply, port = 0): Promise<Served> {
  const requests: Received[] = []
  const take = async (incoming: IncomingMessage, response: ServerResponse) => {
    const request = {
      method: incoming.method ?? '',
      url: new URL(incoming.url ?? '/', `http://${incoming.headers.host}`),
      headers: incoming.headers,
      body: await buffer(incoming),
    }
    requests.push(request)
    answer(response, reply(request, requests.length - 1))
  }
  const server = createServer((incoming, response) => void take(incoming, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function answer(response: ServerResponse, reply: Reply): void {
  if (reply === 'silence') return
  if (reply === 'cut') return void response.socket?.destroy()
  if (reply === 'cut in the answer') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' })
    response.write('{"Respon', () => response.socket?.destroy())
    return
  }
  const [text, type] = 'text' in reply ? [reply.text, 'text/html'] : [JSON.stringify(reply.json), 'application/json']
  const send = () => response.writeHead(reply.status ?? 200, { 'Content-Type': type }).end(text)
  if ('delay' in reply && reply.delay) setTimeout(send, reply.delay)
  else send()
}
