import 'server-only'
import { type PersonActor, SYSTEM } from '@/lib/auth/actor'
import { databaseTime, type Reader, type Tx } from '@/lib/db/client'
import type { Qualification } from '@/lib/db/generated/client'
import { QualificationStatus } from '@/lib/db/generated/enums'
import { mayWithdraw } from './lifecycle'
import { ownedBy } from './policy'
import { recordStanding } from './record-standing'
import { recordWithdrawal } from './record-withdrawal'

type Touched = Pick<Qualification, 'id' | 'reference'>

/** What a withdrawal of consent ends, and what it suspends. */
export type ConsentFollows = { withdrawn: Touched[]; suspended: Touched[] }

const OPEN = Object.values(QualificationStatus).filter(mayWithdraw)

/**
 * Ends whatever rests on a consent that its maker no longer gives (PIPL 15): what was not concluded on is withdrawn, what
 * is approved suspended. The caller holds the maker's consents locked, and so nothing is begun meanwhile.
 */
export async function stopWithoutConsent(tx: Tx, actor: PersonActor): Promise<ConsentFollows> {
  const open = await lockMadeBy(tx, actor, OPEN)
  for (const qualification of open) await recordWithdrawal(tx, actor, qualification, 'CONSENT_WITHDRAWN')
  const at = await databaseTime(tx)
  const inForce = (await lockMadeBy(tx, actor, ['APPROVED'])).filter((one) => isInForce(one, at))
  for (const qualification of inForce) {
    const change = { act: 'SUSPENDED', to: 'SUSPENDED', reason: 'CONSENT_WITHDRAWN', note: null, at } as const
    await recordStanding(tx, SYSTEM, { ...change, qualification })
  }
  return { withdrawn: open.map(named), suspended: inForce.map(named) }
}

/** Resumes what was suspended for the want of that consent, and for nothing else since. */
export async function goOnWithConsent(tx: Tx, actor: PersonActor): Promise<Touched[]> {
  const suspended = await lockMadeBy(tx, actor, ['SUSPENDED'])
  const at = await databaseTime(tx)
  const resumed: Touched[] = []
  for (const qualification of suspended) {
    const last = await tx.turn.findFirst({
      where: { qualificationId: qualification.id },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    })
    if (last?.reason !== 'CONSENT_WITHDRAWN' || !isInForce(qualification, at)) continue
    const change = { act: 'RESUMED', to: 'APPROVED', reason: 'CONSENT_GIVEN', note: null, at } as const
    await recordStanding(tx, SYSTEM, { ...change, qualification })
    resumed.push(named(qualification))
  }
  return resumed
}

/** Which they would be now, for who thinks about it. */
export async function wouldFollow(reader: Reader, actor: PersonActor): Promise<ConsentFollows> {
  const made = await reader.qualification.findMany({ where: madeBy(actor), orderBy: { createdAt: 'desc' } })
  const at = await databaseTime(reader)
  return {
    withdrawn: made.filter(({ status }) => mayWithdraw(status)).map(named),
    suspended: made.filter((one) => one.status === 'APPROVED' && isInForce(one, at)).map(named),
  }
}

/** Those of their accounts that they made themselves: in what others made, others' consent counts. */
const madeBy = (actor: PersonActor) => ({ AND: [{ createdById: actor.id }, ownedBy(actor)] })

/** Locked in the order of their ids, and read after that: whoever was at one of them is done. */
async function lockMadeBy(tx: Tx, actor: PersonActor, statuses: readonly QualificationStatus[]) {
  const made = await tx.qualification.findMany({ where: madeBy(actor), select: { id: true } })
  const ids = made.map(({ id }) => id)
  await tx.$queryRaw`SELECT FROM qualifications WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
  return tx.qualification.findMany({
    where: { id: { in: ids }, status: { in: [...statuses] } },
    orderBy: { createdAt: 'desc' },
  })
}

/** Past its end it has expired, whether or not the clock's job has been. */
const isInForce = ({ validUntil }: Pick<Qualification, 'validUntil'>, now: Date) =>
  validUntil !== null && validUntil > now

const named = ({ id, reference }: Touched): Touched => ({ id, reference })
