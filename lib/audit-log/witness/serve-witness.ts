import 'server-only'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { logBug } from '@/lib/core/log'
import { KEYS_HEADER } from '../add-checkpoint'
import type { Witness } from './witness'

/** A note with its proof is a few kilobytes. */
const MAX_BYTES = 64 * 1024

/**
 * Serves the witness on HTTP: `POST /add-checkpoint` as c2sp.org/tlog-witness has it, and `GET /` for what it holds.
 */
export function serveWitness(witness: Witness): Server {
  return createServer((request, response) => {
    const answer = async () => {
      const { method, url, headers } = request
      if (method === 'GET' && url === '/')
        return { status: 200, body: witness.describe(), type: 'text/plain; charset=utf-8' }
      if (url !== '/add-checkpoint') return { status: 404, body: 'No such page.\n', type: 'text/plain' }
      if (method !== 'POST') return { status: 405, body: 'POST only.\n', type: 'text/plain' }
      const text = await textOf(request)
      if (text === null) return { status: 413, body: 'Too long.\n', type: 'text/plain' }
      return witness.add(text, [headers[KEYS_HEADER]].flat()[0])
    }
    answer().then(
      ({ status, body, type }) => response.writeHead(status, { 'content-type': type }).end(body),
      (error: unknown) => {
        logBug(error, { room: 'witness' })
        response.destroy()
      },
    )
  })
}

async function textOf(request: IncomingMessage): Promise<string | null> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > MAX_BYTES) return null
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}
