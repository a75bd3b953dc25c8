import 'server-only'
import { consumeCertificate } from '@/lib/accounts/limits/request-limits'
import { ownAccounts } from '@/lib/accounts/members/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime } from '@/lib/db/client'
import { type Certificate, certificateOf, ERASURE } from './certificate'
import { openCertificateLink } from './certificate-link'

/**
 * Returns a certificate of an erasure in one of the actor's accounts.
 *
 * @throws DomainError NOT_FOUND, RATE_LIMITED
 */
export async function readCertificate(actor: PersonActor, erasureId: string): Promise<Certificate> {
  const where = isId(erasureId) ? { AND: [{ id: erasureId }, { account: ownAccounts(actor) }] } : { id: { in: [] } }
  const found = await database().erasure.findFirst({ where, include: ERASURE })
  if (!found) throw new DomainError('NOT_FOUND', 'No such erasure')
  await consumeCertificate({ userId: actor.id })
  return certificateOf(found)
}

type Visit = { token: string; address: string }

/**
 * Returns the erasures that a certificate link opens. The link is enough, since the person may have no session any
 * more.
 *
 * @throws DomainError NOT_FOUND (also when it has expired), RATE_LIMITED
 */
export async function readErasedByLink({
  token,
  address,
}: Visit): Promise<{ id: string; at: Date; reference: string | null }[]> {
  await consumeCertificate({ address })
  const requestId = await openCertificateLink(token, await databaseTime())
  if (!requestId) throw new DomainError('NOT_FOUND', 'No link of ours, or over')
  const found = await database().erasure.findMany({
    where: { requestId },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
    select: { id: true, at: true, qualification: { select: { reference: true } } },
  })
  return found.map(({ id, at, qualification }) => ({ id, at, reference: qualification?.reference ?? null }))
}

/**
 * Returns one certificate by its link.
 *
 * @throws DomainError NOT_FOUND, RATE_LIMITED
 */
export async function readCertificateByLink(visit: Visit & { erasureId: string }): Promise<Certificate> {
  const erasures = await readErasedByLink(visit)
  const isAmong = erasures.some(({ id }) => id === visit.erasureId)
  if (!isAmong) throw new DomainError('NOT_FOUND', 'Not of this link')
  return certificateOf(await database().erasure.findUniqueOrThrow({ where: { id: visit.erasureId }, include: ERASURE }))
}
