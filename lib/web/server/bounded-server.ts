import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { logBug } from '@/lib/core/log'
import type { AddressSet } from '@/lib/core/network/network-address'
import { startInterval, startTimeout } from '@/lib/core/timers'
import { AddressCount } from './address-count'
import { type Answered, AnswerWatch, type Refusal } from './answer-watch'
import { BodyPace, type PaceLimits } from './body-pace'

export type Bounds = {
  headerBytes: number
  /** The ms until a request's headers must be complete. */
  headersMs: number
  /** Limits the time between two requests, in ms. */
  keepAliveMs: number
  /** The ms for a reader who takes nothing of an answer. */
  readerMs: number
  body: PaceLimits
  /** Limits the connections at once from one address, and from all together. */
  byAddress: number
  inAll: number
  /** Counts the ms between two checks of bodies. */
  checkEveryMs: number
}

/** Chosen in docs/decisions/0031-connections-are-bounded.md. */
export const BOUNDS: Bounds = {
  headerBytes: 16 * 1024,
  headersMs: 20_000,
  keepAliveMs: 5_000,
  readerMs: 60_000,
  body: { windowMs: 30_000, windowBytes: 30 * 1024, formMs: 60_000 },
  byAddress: 256,
  inAll: 4096,
  checkEveryMs: 1_000,
}

type Options = {
  proxies: AddressSet
  /** Returns whether a request's body may be a file. Any other is a form. */
  acceptsFiles: (request: IncomingMessage) => boolean
  /** True if someone else answers upgrades, as the framework does in development; otherwise they are refused. */
  hasUpgrades: boolean
  /** Called when a request is over. */
  answered?: (answered: Answered) => void
  bounds?: Bounds
}

export type BoundedServer = {
  server: Server
  /**
   * Accepts no more connections, gives requests in progress `graceMs` to be answered, and then closes every connection.
   */
  stop: (graceMs: number) => Promise<void>
}

/** Maps Node's error codes of malformed requests to its own answers; any other is 400. */
const NO_REQUEST: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
}

/**
 * An HTTP server on which nobody can hold a connection for nothing: not by headers, a body, an answer or an upgrade.
 * Each answer carries the id of its request, also where there never was one.
 */
export function createBoundedServer(options: Options): BoundedServer {
  const { proxies, acceptsFiles, hasUpgrades, answered = () => {}, bounds = BOUNDS } = options
  const { headersMs, keepAliveMs, checkEveryMs } = bounds
  const server = createServer({
    maxHeaderSize: bounds.headerBytes,
    headersTimeout: headersMs,
    keepAliveTimeout: keepAliveMs,
    requestTimeout: 0, // a large file may take as long as it comes: see watchBodies
    connectionsCheckingInterval: checkEveryMs,
    requireHostHeader: false, // refused where all else is, by `refusalStatus`: Node's own answer would have no id
  })
  const watch = new AnswerWatch(proxies, answered)
  server.on('request', (request, response) => watch.begin(request, response))
  server.on('checkExpectation', (request, response) => server.emit('request', request, response)) // Node's 417 has no id
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket) =>
    watch.refuse(socket, NO_REQUEST[code] ?? 400),
  )
  server.maxConnections = bounds.inAll
  const sockets = boundConnections(server, new AddressCount(bounds.byAddress, proxies))
  const upgraded = new Set<Duplex>()
  server.on('upgrade', (request, socket: Duplex) => {
    upgraded.add(socket.once('close', () => upgraded.delete(socket)))
    if (!hasUpgrades) watch.refuse(socket, 400, request)
  })
  watchBodies(server, watch, acceptsFiles, bounds)
  closeIdle(server, watch, bounds.readerMs)
  return { server, stop: (graceMs) => stop(server, sockets, upgraded, graceMs) }
}

function boundConnections(server: Server, count: AddressCount): Set<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    const leave = count.enter(socket.remoteAddress ?? '')
    if (!leave) return void socket.destroy()
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      leave()
    })
  })
  return sockets
}

/**
 * Node closes a request that takes long, however fast it comes; here a body is closed when it comes too slowly, or when
 * it still comes some time after the answer: nobody reads it any more.
 */
function watchBodies(
  server: Server,
  watch: AnswerWatch,
  acceptsFiles: Options['acceptsFiles'],
  { body, keepAliveMs, checkEveryMs }: Bounds,
): void {
  type Coming = { pace: BodyPace; socket: Socket; response: ServerResponse; answeredFor: number }
  const coming = new Map<IncomingMessage, Coming>()
  server.on('request', (request, response) => {
    const { socket } = request // Node takes it from a request whose reader stopped before the end
    const pace = new BodyPace(body, !acceptsFiles(request), socket.bytesRead)
    coming.set(request, { pace, socket, response, answeredFor: 0 })
  })
  let last = performance.now()
  const look = () => {
    const now = performance.now()
    // When this process itself was busy, what came meanwhile is not read yet.
    const elapsed = Math.min(now - last, 2 * checkEveryMs)
    last = now
    for (const [request, waited] of coming) {
      try {
        lookAt(request, waited, elapsed)
      } catch (error) {
        logBug(error, { act: 'body.watch' })
        coming.delete(request)
        waited.socket.destroy() // nobody watches it any more
      }
    }
  }
  const lookAt = (request: IncomingMessage, waited: Coming, elapsed: number) => {
    const { pace, socket, response } = waited
    if (response.writableFinished) waited.answeredFor += elapsed
    if (request.complete || socket.destroyed) coming.delete(request)
    else if (waited.answeredFor > keepAliveMs) watch.refuse(socket, null)
    else if (pace.isTooSlow({ elapsed, bytes: socket.bytesRead, isHeld: socket.isPaused() })) watch.refuse(socket, 408)
  }
  const timer = startInterval(look, checkEveryMs, { act: 'body.watch' }).unref()
  server.once('close', () => clearInterval(timer))
}

/** Closes a connection on which nothing moves, unless the portal is the one who is waited for. */
function closeIdle(server: Server, watch: AnswerWatch, readerMs: number): void {
  server.setTimeout(readerMs, (socket) => {
    const isOurTurn = watch.current(socket) !== undefined && socket.writableLength === 0
    if (isOurTurn) socket.setTimeout(readerMs)
    else socket.destroy()
  })
}

async function stop(
  server: Server,
  sockets: ReadonlySet<Socket>,
  upgraded: ReadonlySet<Duplex>,
  graceMs: number,
): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve))
  for (const socket of upgraded) socket.destroy() // they end by themselves never
  const idle = startInterval(() => server.closeIdleConnections(), 100, { act: 'stop' })
  const late = startTimeout(
    () => {
      for (const socket of sockets) socket.destroy()
    },
    graceMs,
    { act: 'stop' },
  )
  await closed
  clearInterval(idle)
  clearTimeout(late)
}
