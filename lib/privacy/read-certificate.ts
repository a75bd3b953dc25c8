import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { takeCertificate } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { ownAccounts } from '@/lib/members/policy'
import { type Certificate, certificateOf, ERASURE } from './certificate'
import { openCertificateLink } from './certificate-link'

/** Of what was erased in one's accounts. @throws DomainError NOT_FOUND, RATE_LIMITED */
export async function readCertificate(actor: PersonActor, erasureId: string): Promise<Certificate> {
  const where = isId(erasureId) ? { AND: [{ id: erasureId }, { account: ownAccounts(actor) }] } : { id: { in: [] } }
  const found = await database().erasure.findFirst({ where, include: ERASURE })
  if (!found) throw new DomainError('NOT_FOUND', 'No such erasure')
  await takeCertificate({ userId: actor.id })
  return certificateOf(found)
}

type Visit = { token: string; address: string }

/**
 * What a link to certificates opens, for whoever holds it: they may have no session any more.
 *
 * @throws DomainError NOT_FOUND (also when it is over), RATE_LIMITED
 */
export async function readErasedByLink({
  token,
  address,
}: Visit): Promise<{ id: string; at: Date; reference: string | null }[]> {
  await takeCertificate({ address })
  const requestId = await openCertificateLink(token, await databaseTime())
  if (!requestId) throw new DomainError('NOT_FOUND', 'No link of ours, or over')
  const found = await database().erasure.findMany({
    where: { requestId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { id: true, at: true, qualification: { select: { reference: true } } },
  })
  return found.map(({ id, at, qualification }) => ({ id, at, reference: qualification?.reference ?? null }))
}

/** @throws DomainError NOT_FOUND, RATE_LIMITED */
export async function readCertificateByLink(visit: Visit & { erasureId: string }): Promise<Certificate> {
  const erasures = await readErasedByLink(visit)
  const isAmong = erasures.some(({ id }) => id === visit.erasureId)
  if (!isAmong) throw new DomainError('NOT_FOUND', 'Not of this link')
  return certificateOf(await database().erasure.findUniqueOrThrow({ where: { id: visit.erasureId }, include: ERASURE }))
}
