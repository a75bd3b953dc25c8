import 'server-only'
import { createHmac, sign } from 'node:crypto'
import type { SigningKeys } from './secrets'

type Signed = { id: string; timestamp: number; body: string }

/**
 * Returns the headers of Standard Webhooks 1.0.0: each set of keys gives a signature of both kinds, so that a receiver
 * verifies with the older secret or the newer one, and with the secret or the public key.
 */
export function signedHeaders({ id, timestamp, body }: Signed, keys: readonly SigningKeys[]): Record<string, string> {
  const content = Buffer.from(`${id}.${timestamp}.${body}`)
  const signatures = keys.flatMap(({ secret, privateKey }) => [
    `v1,${createHmac('sha256', secret).update(content).digest('base64')}`,
    `v1a,${sign(null, content, privateKey).toString('base64')}`,
  ])
  return { 'webhook-id': id, 'webhook-timestamp': `${timestamp}`, 'webhook-signature': signatures.join(' ') }
}
