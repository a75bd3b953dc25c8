import 'server-only'
import { type PersonActor, type PhoneActor, personOf } from '@/lib/actor/actor'
import { recordRefusal } from '@/lib/audit/record'
import { reachRequest } from '@/lib/core/current-request'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { isDatabaseUnavailable } from '@/lib/db/database-unavailable'
import { consumePhoneAction } from './actions/action-limits'
import { requirePhone } from './cookies/phone'
import { problemResponse, unavailableResponse, unexpectedResponse } from './problem'
import { clientAddress, currentRequestId } from './request'
import { isForAnotherSite, isFromElsewhere, isReading } from './same-origin'
import { requireActing, requireActor } from './session'

type Context<P> = { params: Promise<P> }

/**
 * Makes a route of signed-in people: same site? → authenticate, and count changes → run → translate, and record
 * refusals. Errors are answered as problem+json.
 */
export function route<P>(act: string, run: (actor: PersonActor, request: Request, params: P) => Promise<Response>) {
  return answering<P>(act, async (request, params) => {
    const actor = await (isReading(request) ? requireActor() : requireActing())
    try {
      return await run(actor, request, params)
    } catch (error) {
      if (error instanceof DomainError) await recordRefusal(actor, act, error)
      throw error
    }
  })
}

/** Makes a route of phones in the same order. No session is read, and no other route reads a phone's cookie. */
export function phoneRoute<P>(act: string, run: (phone: PhoneActor, request: Request, params: P) => Promise<Response>) {
  return answering<P>(act, async (request, params) => {
    const phone = await requirePhone()
    if (!isReading(request)) await consumePhoneAction(phone)
    try {
      return await run(phone, request, params)
    } catch (error) {
      if (error instanceof DomainError) await recordRefusal(personOf(phone), act, error)
      throw error
    }
  })
}

/**
 * A route that anyone may ask, such as by a link that they were sent. What it does is limited by address in its verb.
 */
export function publicRoute<P>(
  act: string,
  run: (visitor: { address: string }, request: Request, params: P) => Promise<Response>,
  {
    comesFromElsewhere = false,
  }: { /** Another site leads here, and that is what it is for. */ comesFromElsewhere?: boolean } = {},
) {
  const work = async (request: Request, params: P) => run({ address: await clientAddress() }, request, params)
  return answering<P>(act, work, comesFromElsewhere)
}

function answering<P>(
  act: string,
  work: (request: Request, params: P) => Promise<Response>,
  comesFromElsewhere = false,
) {
  return async (request: Request, { params }: Context<P>): Promise<Response> => {
    reachRequest()
    try {
      if (!comesFromElsewhere) refuseOtherSites(request)
      return await answered(request, await work(request, await params))
    } catch (error) {
      if (error instanceof DomainError) return problemResponse(error, currentRequestId())
      if (isDatabaseUnavailable(error)) return unavailableResponse(currentRequestId())
      logBug(error, { act })
      return unexpectedResponse(currentRequestId())
    }
  }
}

/** Nobody reads the body of an answer to HEAD, and what feeds it, such as an open file, would never be let go. */
async function answered({ method }: Request, response: Response): Promise<Response> {
  if (method !== 'HEAD') return response
  await response.body?.cancel()
  return new Response(null, response)
}

/**
 * Refuses requests of other sites: state changes come from our own pages; and no other site embeds what is served here.
 */
function refuseOtherSites(request: Request): void {
  if (isForAnotherSite(request)) throw new DomainError('FORBIDDEN', 'Requested by another site')
  if (isFromElsewhere(request)) throw new DomainError('FORBIDDEN', 'From another origin')
}
