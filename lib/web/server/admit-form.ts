import type { IncomingMessage, ServerResponse } from 'node:http'
import { currentRequest } from '@/lib/core/current-request'
import { networkOf } from '@/lib/core/network/network'
import { Turns } from '@/lib/core/turns'
import { ADDRESS_HEADER, acceptsFiles } from '../request-headers'
import { readForm } from './read-form'

/** The number of forms that are decoded at once, of all addresses. Of each it is one. In IPv6, one is a network. */
const AT_ONCE = 4
/** Limits the forms of one address that wait. */
const MOST_WAITING = 64

/**
 * Decoding takes the only thread: a crowd of forms of one address holds up neither those of others, nor pages, which
 * are rendered in between.
 */
const turns = new Turns(AT_ONCE)

const SENTENCE = {
  400: '本站无法读取这份表单。\nThis portal cannot read this form.\n',
  413: '这份表单超出了本站可以接收的大小。\nThis form is larger than this portal accepts.\n',
  503: '请求过多，请稍后再试。\nToo many requests at once. Please try again in a moment.\n',
} as const

/**
 * Lets a form pass to the framework when all of it has come, it is no larger than a form can be, and it is its
 * address's turn. The turn ends when code of the portal has the form, or when the request is over.
 *
 * @param request one that was normalised: its header says which address it comes from. Not one of the framework's own,
 *   which is part of a request that has its turn
 * @returns whether the request may continue; otherwise it was answered, or its sender has left
 */
export async function admitForm(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  if (request.method !== 'POST' || acceptsFiles(request)) return true
  const read = await readForm(request)
  if (read === 'GONE') return false
  if (read === 'TOO_MUCH') return refuse(response, 413)
  if (read === 'MALFORMED') return refuse(response, 400)
  const address = networkOf(String(request.headers[ADDRESS_HEADER]))
  if (turns.waitingOf(address) >= MOST_WAITING) return refuse(response, 503)
  await turns.startTurn(address)
  let isOver = false
  const end = () => {
    if (!isOver) turns.endTurn(address)
    isOver = true
  }
  response.once('close', end)
  const current = currentRequest()
  if (current) current.onReached = end
  if (response.closed) end() // its sender left while it waited
  return !response.closed
}

/** The rest of the form is not read: the connection ends with the answer. */
function refuse(response: ServerResponse, status: keyof typeof SENTENCE): false {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close' }
  response.writeHead(status, status === 503 ? { ...headers, 'Retry-After': '5' } : headers).end(SENTENCE[status])
  return false
}
