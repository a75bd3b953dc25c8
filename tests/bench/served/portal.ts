import { afterAll, beforeAll } from 'vitest'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { print, startPart } from '../figures'
import { cookieOf } from '../serving'
import { Visitor } from './visitor'

/** Few people do an hour's work of many here. */
const SETTINGS = { REVEALS_AN_HOUR: '100000' }

export type Served = EmbeddedPortal & { url: string; pid: number }

/** Starts the portal as it is built and as an operator has it, with a durable database, for the tests of a file. */
export function benchedPortal(part: string, settings: Readonly<Record<string, string>> = {}): () => Served {
  let started: EmbeddedPortal
  startPart(part)
  beforeAll(async () => {
    started = await startEmbeddedPortal('bench', { env: { ...SETTINGS, ...settings } })
  })
  afterAll(async () => {
    await started?.stop()
    print()
  })
  return () => ({ ...started, url: started.portal().url, pid: started.portal().pid })
}

export const visitorOf = async (portal: { url: string }, actor: { sessionId: string }): Promise<Visitor> =>
  new Visitor(portal.url, await cookieOf(actor))
