import 'server-only'
import { areConsentsGiven } from '@/lib/accounts/consents/require-consents'
import { type AccountActor, type ClientActor, type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import type { Prisma, Qualification } from '@/lib/db/generated/client'
import { QualificationStatus } from '@/lib/db/generated/enums'
import { mayWithdraw } from '../lifecycle'
import { ownedBy } from '../policy'
import { recordStanding } from './record-standing'
import { recordWithdrawal } from './record-withdrawal'

type Where = Prisma.QualificationWhereInput

type Touched = Pick<Qualification, 'id' | 'reference'>

/** Names the qualifications that a withdrawal of consent withdraws, and those that it suspends. */
export type ConsentFollows = { withdrawn: Touched[]; suspended: Touched[] }

const OPEN = Object.values(QualificationStatus).filter(mayWithdraw)

/**
 * Stops everything that needs the consent which its maker withdraws (PIPL 15): undecided qualifications are withdrawn,
 * approved ones suspended. The caller holds the maker's consents locked, so nothing is started meanwhile.
 */
export const stopWithoutConsent = (tx: Tx, actor: PersonActor): Promise<ConsentFollows> =>
  stop(tx, actor, ownMadeBy(actor))

/**
 * Stops in the same way what systems of the platform made for an account without members. The caller holds the account
 * locked.
 */
export const stopOfClients = (tx: Tx, client: ClientActor, accountId: string): Promise<ConsentFollows> =>
  stop(tx, client, { createdById: null, accountId })

async function stop(tx: Tx, actor: AccountActor, made: Where): Promise<ConsentFollows> {
  const open = await lockMade(tx, made, OPEN)
  for (const qualification of open) await recordWithdrawal(tx, actor, qualification, 'CONSENT_WITHDRAWN')
  const at = await databaseTime(tx)
  const inForce = (await lockMade(tx, made, ['APPROVED'])).filter((one) => isInForce(one, at))
  for (const qualification of inForce) {
    const change = { act: 'SUSPENDED', to: 'SUSPENDED', reason: 'CONSENT_WITHDRAWN', note: null, at } as const
    await recordStanding(tx, SYSTEM, { ...change, qualification })
  }
  return { withdrawn: open.map(named), suspended: inForce.map(named) }
}

/**
 * Resumes what was suspended only because that consent was missing, in all accounts of the person: the withdrawal
 * suspended it in all of them, and the session that consents again may be one for a single account.
 *
 * @returns those of the session's accounts
 */
export async function resumeWithConsent(tx: Tx, actor: PersonActor): Promise<Touched[]> {
  const ofTheirs = { account: { members: { some: { userId: actor.id } } } }
  const suspended = await lockMade(tx, { AND: [madeBy(actor), ofTheirs] }, ['SUSPENDED'])
  const at = await databaseTime(tx)
  const resumed: Touched[] = []
  for (const qualification of suspended) {
    const last = await tx.statusChange.findFirst({
      where: { qualificationId: qualification.id },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    })
    if (last?.reason !== 'CONSENT_WITHDRAWN' || !isInForce(qualification, at)) continue
    // What a system made rests on the consents of the others too.
    if (qualification.createdById === null && !(await areConsentsGiven(tx, 'CONTINUE', qualification.accountId)))
      continue
    const change = { act: 'RESUMED', to: 'APPROVED', reason: 'CONSENT_GIVEN', note: null, at } as const
    await recordStanding(tx, SYSTEM, { ...change, qualification })
    if (actor.accountIds.includes(qualification.accountId)) resumed.push(named(qualification))
  }
  return resumed
}

/** Returns which qualifications a withdrawal of consent would stop now, for a person who considers it. */
export async function previewConsentFollows(reader: Reader, actor: PersonActor): Promise<ConsentFollows> {
  const made = await reader.qualification.findMany({ where: ownMadeBy(actor), orderBy: { createdAt: 'desc' } })
  const at = await databaseTime(reader)
  return {
    withdrawn: made.filter(({ status }) => mayWithdraw(status)).map(named),
    suspended: made.filter((one) => one.status === 'APPROVED' && isInForce(one, at)).map(named),
  }
}

/**
 * Matches qualifications that they started themselves, or that a system of the platform started: for those of others,
 * the others' consent counts.
 */
const madeBy = (actor: PersonActor): Where => ({ OR: [{ createdById: actor.id }, { createdById: null }] })

const ownMadeBy = (actor: PersonActor): Where => ({ AND: [madeBy(actor), ownedBy(actor)] })

/** Locks them in the order of their ids and reads them then, when other transactions on them are done. */
async function lockMade(tx: Tx, where: Where, statuses: readonly QualificationStatus[]) {
  const made = await tx.qualification.findMany({ where, select: { id: true } })
  const ids = made.map(({ id }) => id)
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  return tx.qualification.findMany({
    where: { id: { in: ids }, status: { in: [...statuses] } },
    orderBy: { createdAt: 'desc' },
  })
}

/** Returns whether it is in force: past its end it is not, whether or not the daily job has expired it. */
const isInForce = ({ validUntil }: Pick<Qualification, 'validUntil'>, now: Date) =>
  validUntil !== null && validUntil > now

const named = ({ id, reference }: Touched): Touched => ({ id, reference })
