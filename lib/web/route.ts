import 'server-only'
import { recordRefusal } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { logBug, withRequest } from '@/lib/core/log'
import { problemResponse, unexpectedResponse } from './problem'
import { clientAddress, currentRequestId } from './request'
import { isFromElsewhere } from './same-origin'
import { strictTransportSecurity } from './security-headers'
import { requireActor } from './session'

type Context<P> = { params: Promise<P> }

/**
 * A route of signed-in people: same site? → authenticate → run → translate, and record refusals. Errors are answered as
 * problem+json.
 */
export function route<P>(act: string, run: (actor: PersonActor, request: Request, params: P) => Promise<Response>) {
  return answering<P>(act, async (request, params) => {
    const actor = await requireActor()
    try {
      return await run(actor, request, params)
    } catch (error) {
      if (error instanceof DomainError) await recordRefusal(actor, act, error)
      throw error
    }
  })
}

/** A route that anyone may ask, such as by a link that they were sent. What it does is limited by address in its verb. */
export function publicRoute<P>(
  act: string,
  run: (visitor: { address: string }, request: Request, params: P) => Promise<Response>,
) {
  return answering<P>(act, async (request, params) => run({ address: await clientAddress() }, request, params))
}

function answering<P>(act: string, work: (request: Request, params: P) => Promise<Response>) {
  return async (request: Request, { params }: Context<P>): Promise<Response> => {
    const id = await currentRequestId()
    return withRequest(id, async () => {
      try {
        refuseOtherSites(request)
        return secured(await answered(request, await work(request, await params)))
      } catch (error) {
        if (error instanceof DomainError) return secured(problemResponse(error))
        logBug(error, { act })
        return secured(unexpectedResponse(id))
      }
    })
  }
}

/** `admitToPage`, which says so of pages, leaves routes out. */
function secured(response: Response): Response {
  const transport = strictTransportSecurity()
  if (transport) response.headers.set('Strict-Transport-Security', transport)
  return response
}

/** Nobody reads the body of an answer to HEAD, and what feeds it, such as an open file, would never be let go. */
async function answered({ method }: Request, response: Response): Promise<Response> {
  if (method !== 'HEAD') return response
  await response.body?.cancel()
  return new Response(null, response)
}

/** State changes come from our own pages; and no other site embeds what is served here. */
function refuseOtherSites(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  if (site === 'cross-site' || site === 'same-site') throw new DomainError('FORBIDDEN', 'Asked for by another site')
  if (isFromElsewhere(request.method, request.headers.get('origin')))
    throw new DomainError('FORBIDDEN', 'From another origin')
}
