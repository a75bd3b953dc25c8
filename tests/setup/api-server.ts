import type { AddressInfo } from 'node:net'
import { withRequest } from '@/lib/core/current-request'
import { parseAddressSet } from '@/lib/core/network/network-address'
import { ChangeWatch } from '@/lib/integrations/changes/await-change'
import { KeyRefusals } from '@/lib/integrations/uses/key-refusals'
import { KeyUses } from '@/lib/integrations/uses/key-uses'
import { createApi } from '@/lib/web/api/answer-api'
import { acceptsFiles } from '@/lib/web/request-headers'
import { BOUNDS, createBoundedServer } from '@/lib/web/server/bounded-server'
import { requestIdOf } from '@/lib/web/server/request-id'

const LOOPBACK = parseAddressSet('127.0.0.1')

export type ApiServer = {
  url: string
  /** Asks with a key, which comes through a proxy from an address. */
  ask(path: string, secret: string | null, init?: RequestInit & { from?: string }): Promise<Response>
  /** Stores what was counted until then. */
  countUses(): Promise<void>
  /** Records what keys were refused until then. */
  countRefusals(): Promise<void>
  stop(): Promise<void>
}

/** Serves the API as the portal does, in this process; what is not for it is answered 599. */
export async function startApi(limits?: Parameters<typeof createApi>[0]['limits']): Promise<ApiServer> {
  const proxies = LOOPBACK ?? { has: () => false }
  const watch = new ChangeWatch()
  const uses = new KeyUses()
  const refusals = new KeyRefusals()
  const answer = createApi({ proxies, watch, uses, refusals, ...(limits ? { limits } : {}) })
  const { server, stop } = createBoundedServer({
    ...{ proxies, acceptsFiles, hasUpgrades: false },
    // A connection that is closed while a stalled client reuses it is a failure of the test alone.
    bounds: { ...BOUNDS, keepAliveMs: 600_000 },
  })
  server.on('request', (request, response) => {
    const work = async () => {
      if (!(await answer(request, response))) response.writeHead(599).end()
    }
    void withRequest(requestIdOf(request), work, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    ask(path, secret, { from, headers, ...init } = {}) {
      const all = new Headers(headers)
      if (secret) all.set('Authorization', `Bearer ${secret}`)
      if (from) all.set('X-Forwarded-For', from)
      return fetch(`${url}${path}`, { ...init, headers: all })
    },
    countUses: () => uses.store(),
    countRefusals: () => refusals.store(),
    async stop() {
      watch.stop()
      await stop(1_000)
      await Promise.all([uses.stop(), refusals.stop()])
    },
  }
}

export const CHECK = '/api/v1/senders/check'

export const queryOf = (check: Readonly<Record<string, string>>) => `${CHECK}?${new URLSearchParams(check)}`

/** Returns what `ask` takes to post JSON. */
export const posted = (body: unknown) => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})
