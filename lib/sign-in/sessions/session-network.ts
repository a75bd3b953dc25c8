import 'server-only'
import { open, seal } from '@/lib/crypto/fields'

const place = (row: string) => ({ table: 'sessions', column: 'network_sealed', row })

/** Seals the masked network from which a session was started, under its person's key. */
export const sealNetwork = (key: Uint8Array, sessionId: string, network: string) => seal(key, place(sessionId), network)

export const openNetwork = (key: Uint8Array, sessionId: string, sealed: Uint8Array): string =>
  open(key, place(sessionId), sealed)
