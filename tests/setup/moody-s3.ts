import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

/**
 * Names how the store behaves. `silent`: it accepts requests and never answers; `half`: it answers the start of an
 * object, and falls silent; `down`: it hangs up; `full`: it accepts nothing more.
 */
export type Mood = 'well' | 'silent' | 'half' | 'down' | 'full'

const TAKEN = '<Error><Code>PreconditionFailed</Code></Error>'

/**
 * Implements as much of S3 as blobs of one part need, in memory, on a real server on this machine that can be made to
 * fail.
 */
export async function startMoodyS3() {
  const objects = new Map<string, { bytes: Buffer; mark: string }>()
  const at = { mood: 'well' as Mood }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const key = (request.url ?? '').split('?')[0] ?? ''
    const body = await buffer(request)
    if (at.mood === 'silent') return
    if (at.mood === 'down') return void request.socket.destroy()
    if (request.method === 'PUT') {
      if (at.mood === 'full') return void response.writeHead(507).end('<Error><Code>XMinioStorageFull</Code></Error>')
      if (request.headers['if-none-match'] === '*' && objects.has(key)) return void response.writeHead(412).end(TAKEN)
      objects.set(key, { bytes: body, mark: String(request.headers['x-amz-meta-put']) })
      return void response.writeHead(200, { ETag: '"1"' }).end()
    }
    if (request.method === 'DELETE') {
      objects.delete(key)
      return void response.writeHead(204).end()
    }
    const found = objects.get(key)
    if (!found) return void response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>')
    const { bytes, mark } = found
    response.writeHead(200, { 'Content-Length': bytes.length, 'x-amz-meta-put': mark })
    if (request.method === 'HEAD') return void response.end()
    if (at.mood === 'half') return void response.write(bytes.subarray(0, 100))
    response.end(bytes)
  }

  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    at,
    objects,
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}
