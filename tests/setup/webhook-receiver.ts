import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: IncomingHttpHeaders; body: string }

/** A receiver of webhooks on this machine, which answers as a test says. */
export async function aWebhookReceiver({ host = '127.0.0.1', port = 0 } = {}) {
  const received: Received[] = []
  let answer: RequestListener = (_request, response) => void response.writeHead(204).end()
  let connections = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      answer(request, response)
    })
  })
  server.on('connection', () => {
    connections += 1
  })
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  const { port: bound } = server.address() as AddressInfo
  return {
    url: `http://${host}:${bound}/hook`,
    port: bound,
    received,
    connections: () => connections,
    answerBy: (listener: RequestListener) => {
      answer = listener
    },
    /** Answers with a status, and a text. */
    answerWith: (status: number, text = '', headers: Record<string, string> = {}) => {
      answer = (_request, response) => void response.writeHead(status, headers).end(text)
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
export type WebhookReceiver = Awaited<ReturnType<typeof aWebhookReceiver>>
