import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { newId } from '@/lib/core/ids'
import type { AddressSet } from '@/lib/core/network/network-address'
import { isInner } from '../request-headers'
import { nameRequest, REQUEST_ID_HEADER } from './request-id'

/** A request that is over. */
export type Answered = {
  id: string
  /** Null where no request could be read. */
  method: string | null
  /** Holds path and query as they came, or null. Personal: an address may contain a token or a search. */
  target: string | null
  /** It is `NO_ANSWER` where the connection ended before an answer began. */
  status: number
  ms: number
  /** True if the answer was sent to its end. */
  isWhole: boolean
}

/** Names the status that nginx logs for a client that closed its request. */
export const NO_ANSWER = 499

/** Lists the statuses that the server sends by itself, past Node's responses. */
export type Refusal = 400 | 408 | 413 | 431

/** Gives each request an id, puts it on every answer, and reports each answer once. */
export class AnswerWatch {
  readonly #current = new Map<Duplex, ServerResponse>()
  readonly #refused = new WeakMap<ServerResponse, Refusal>()

  constructor(
    private readonly proxies: AddressSet,
    private readonly report: (answered: Answered) => void,
  ) {}

  /** Watches a request before anyone else sees it. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket, method = null, url: target = null } = request
    const isReported = !isInner(request) // it is part of its asker's request
    const id = nameRequest(request, this.proxies)
    const from = performance.now()
    response.setHeader(REQUEST_ID_HEADER, id)
    this.#current.set(socket, response)
    response.once('close', () => {
      if (this.#current.get(socket) === response) this.#current.delete(socket)
      const refusal = this.#refused.get(response)
      const status = refusal ?? (response.headersSent ? response.statusCode : NO_ANSWER)
      const isWhole = refusal !== undefined || response.writableFinished
      if (isReported) this.report({ id, method, target, status, ms: performance.now() - from, isWhole })
    })
  }

  /** Returns the answer that a connection waits for, if any. */
  current(socket: Duplex): ServerResponse | undefined {
    return this.#current.get(socket)
  }

  /** Closes a connection, with a status if no answer has started. */
  refuse(socket: Duplex, status: Refusal | null, request?: IncomingMessage): void {
    socket.on('error', () => {}) // it may be gone already
    const response = this.#current.get(socket)
    if (status && socket.writable && !response?.headersSent) {
      const named = response?.getHeader(REQUEST_ID_HEADER)
      const id = typeof named === 'string' ? named : request ? nameRequest(request, this.proxies) : newId()
      socket.write(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${REQUEST_ID_HEADER}: ${id}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      )
      if (response) this.#refused.set(response, status)
      else this.#reportRefusal(id, status, request)
    }
    socket.destroy()
  }

  #reportRefusal(id: string, status: Refusal, request: IncomingMessage | undefined): void {
    this.report({ id, method: request?.method ?? null, target: request?.url ?? null, status, ms: 0, isWhole: true })
  }
}
