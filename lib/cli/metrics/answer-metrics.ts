import 'server-only'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isBearer } from '@/lib/web/bearer'
import { METRICS_TYPE, readMetrics } from './read-metrics'

export const METRICS_PATH = '/metrics'

/** Answers a request for figures. With a token it is answered to who has it alone. */
export async function answerMetrics(
  { method, headers }: Pick<IncomingMessage, 'method' | 'headers'>,
  response: ServerResponse,
  token: string | undefined,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store')
  if (method !== 'GET') return void response.writeHead(405, { Allow: 'GET' }).end()
  if (token && !isBearer(headers.authorization, token)) {
    return void response.writeHead(401, { 'WWW-Authenticate': 'Bearer' }).end()
  }
  const text = await readMetrics()
  response.writeHead(200, { 'Content-Type': METRICS_TYPE }).end(text)
}
