import 'server-only'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import next from 'next'
import type { Env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { logBug } from '@/lib/core/log'
import { admitToPage } from '@/lib/web/page-request'
import { normaliseRequest, ownAddress, refusalStatus } from '@/lib/web/request-headers'
import { type OnStop, StartRefusal } from '../start/life'

/** What is under way at the end has this long to be answered. */
const GRACE_MS = 10_000

/** Serves the built app (or, in development, the app as it stands) on HOST and PORT. */
export async function servePortal({ HOST, PORT, NODE_ENV, ZHUNXIN_URL }: Env, onStop: OnStop): Promise<void> {
  const server = createServer()
  await listen(server, HOST, PORT)
  const app = next({ dev: NODE_ENV === 'development', hostname: HOST, port: PORT, httpServer: server })
  onStop(() => app.close())
  onStop(() => close(server))
  const prepared = app.prepare()
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const refused = refusalStatus(request)
    if (refused) return void response.writeHead(refused, { Allow: 'GET, HEAD, POST, OPTIONS' }).end()
    const own = ownAddress(request, ZHUNXIN_URL)
    if (own) return void response.writeHead(307, { Location: own }).end()
    await prepared // who comes early waits
    normaliseRequest(request, ZHUNXIN_URL, newId())
    if (!admitToPage(request, response)) return
    await app.getRequestHandler()(request, response)
  }
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => {
      logBug(error, { room: 'portal' })
      response.destroy()
    })
  })
  await prepared
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => reject(new StartRefusal(refusal(code, host, port))))
    server.listen(port, host, resolve)
  })
}

function refusal(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is taken. Set PORT to another one.`
  if (code === 'EACCES') return `Port ${port} may not be used by this account. Set PORT to one above 1023.`
  return `Can't listen on ${host}, port ${port} (${code}).`
}

/** Takes no more requests, and lets those under way end. */
async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  const idle = setInterval(() => server.closeIdleConnections(), 100)
  const late = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearInterval(idle)
  clearTimeout(late)
}
