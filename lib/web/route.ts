import 'server-only'
import { recordRefusal } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { logBug, withRequest } from '@/lib/core/log'
import { problemResponse, unexpectedResponse } from './problem'
import { currentRequestId } from './request'
import { isFromElsewhere } from './same-origin'
import { strictTransportSecurity } from './security-headers'
import { requireActor } from './session'

type Context<P> = { params: Promise<P> }

/**
 * A route of signed-in people: same site? → authenticate → run → translate, and record refusals. Errors are answered as
 * problem+json.
 */
export function route<P>(act: string, run: (actor: PersonActor, request: Request, params: P) => Promise<Response>) {
  return async (request: Request, { params }: Context<P>): Promise<Response> => {
    const id = await currentRequestId()
    return withRequest(id, async () => {
      let actor: PersonActor | undefined
      try {
        refuseOtherSites(request)
        actor = await requireActor()
        return secured(await answered(request, await run(actor, request, await params)))
      } catch (error) {
        if (!(error instanceof DomainError)) {
          logBug(error, { act })
          return secured(unexpectedResponse(id))
        }
        if (actor) await recordRefusal(actor, act, error)
        return secured(problemResponse(error))
      }
    })
  }
}

/** proxy.ts, which says so of pages, leaves routes out. */
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
  if (isFromElsewhere(request)) throw new DomainError('FORBIDDEN', 'From another origin')
}
