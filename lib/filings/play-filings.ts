import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Carrier, FilingState } from '@/lib/db/generated/enums'
import { playsStaff, visibleTo } from '@/lib/qualifications/policy'
import { mayFollow } from './lifecycle'
import { setFilingIn } from './set-filing'

export type PlayedFilings = {
  qualificationId: string
  carrier: Carrier
  state: Exclude<FilingState, 'NOT_FILED'>
  extensionNumber: string
}

const REASON = '测试 · Test'

/**
 * Brings the filings of all signatures of a test account's approval to a state, as staff record what a carrier answers,
 * whom a test key plays. What is not filed yet is filed first.
 *
 * @throws DomainError NOT_FOUND, FORBIDDEN for any other key, INVALID_STATE, CONFLICT
 */
export async function playFilings(client: ClientActor, played: PlayedFilings) {
  return transaction((tx) => playFilingsIn(tx, client, played))
}

/** Does the same in a transaction of the caller's. */
export async function playFilingsIn(tx: Tx, client: ClientActor, played: PlayedFilings) {
  const { qualificationId: id, carrier } = played
  const found = await tx.qualification.findFirst({ where: { AND: [{ id }, visibleTo(client)] } })
  if (!found) throw new DomainError('NOT_FOUND', 'No such qualification')
  if (!playsStaff(client)) throw new DomainError('FORBIDDEN', 'Plays no staff', { subjectId: id })
  const { reference, status, revision } = found
  const submission = { qualificationId: id, revision, submittedAt: { not: null } }
  const filings = await tx.filing.findMany({
    where: { carrier, senderSignature: { submission } },
    orderBy: { senderSignature: { position: 'asc' } },
  })
  if (filings.length === 0) throw new DomainError('INVALID_STATE', `No filing of what is ${status}`, { subjectId: id })
  for (const { senderSignatureId, state } of filings) await bring(tx, client, played, { senderSignatureId, state })
  return { id, reference, status }
}

async function bring(
  tx: Tx,
  client: ClientActor,
  { carrier, state: to, extensionNumber }: PlayedFilings,
  { senderSignatureId, state: from }: { senderSignatureId: string; state: FilingState },
): Promise<void> {
  const today = dateIn(await databaseTime(tx))
  const dates = { filedOn: today, effectiveOn: to === 'EFFECTIVE' ? today : null }
  const record = {
    ...{ senderSignatureId, carrier, from, ...dates },
    ...{ extensionNumber: to === 'EFFECTIVE' ? extensionNumber : null, reason: to === 'FAILED' ? REASON : null },
  }
  if (mayFollow(from, to)) return void (await setFilingIn(tx, client, { ...record, state: to }))
  const filed = { ...record, state: 'FILED', effectiveOn: null, extensionNumber: null, reason: null } as const
  await setFilingIn(tx, client, filed)
  await setFilingIn(tx, client, { ...record, from: 'FILED', state: to })
}
