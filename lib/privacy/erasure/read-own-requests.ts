import 'server-only'
import { ownAccounts } from '@/lib/accounts/members/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { requestNotePlace } from './decide-erasure-request'

export type OwnRequest = Awaited<ReturnType<typeof readOwnRequests>>[number]

/** Returns the erasure requests in the actor's accounts and their outcomes, newest first. */
export async function readOwnRequests(actor: PersonActor) {
  const found = await database().erasureRequest.findMany({
    where: { account: ownAccounts(actor) },
    orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }],
    include: {
      qualification: { select: { id: true, reference: true } },
      requestedBy: { select: { dataKey: true } },
      erasures: {
        orderBy: { at: 'asc' },
        select: { id: true, at: true, qualification: { select: { reference: true } } },
      },
    },
  })
  return Promise.all(
    found.map(async ({ id, requestedBy, noteSealed, state, obstacles, reason, ...request }) => {
      const key = noteSealed && (await unwrapIfStored(requestedBy.dataKey))
      const { accountId, qualification, requestedAt, decidedAt, requestedById } = request
      const erasures = request.erasures.map((erasure) => ({
        id: erasure.id,
        at: erasure.at,
        ...(qualification ? {} : { reference: erasure.qualification?.reference ?? null }),
      }))
      return {
        ...{ id, accountId, qualification, state, obstacles, requestedAt, decidedAt, reason, erasures },
        isOwn: requestedById === actor.id,
        note: key ? open(key, requestNotePlace(id), noteSealed) : null,
      }
    }),
  )
}
