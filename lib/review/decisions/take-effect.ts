import 'server-only'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, type Tx, transaction } from '@/lib/db/client'
import type { PendingDecision } from '@/lib/db/generated/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { pendingDecisionPlace } from '@/lib/qualifications/sealed'
import { decideIn } from './decide-qualification'
import { PendingContent } from './pending-content'

const BATCH = 50

/**
 * Lets each decision that was sent take effect once it is due. One that is no longer legal is dropped: its reviewer is
 * notified, and finds what they judged as they left it. The worker runs it.
 *
 * @returns whether one failed for a reason that is not theirs: it stays, and is tried again
 */
export async function takeEffect(): Promise<{ decided: number; hasFailed: boolean }> {
  const due = await database().$queryRaw<{ id: string }[]>`
    SELECT qualification_id AS id FROM pending_decisions WHERE due_at <= clock_timestamp() ORDER BY due_at LIMIT ${BATCH}`
  let decided = 0
  let hasFailed = false
  for (const { id } of due) {
    try {
      if (await takeEffectOf(id)) decided += 1
    } catch (error) {
      hasFailed = true
      logBug(error, { act: 'review.take_effect', subjectId: id })
    }
  }
  return { decided, hasFailed }
}

/** @returns whether it took effect: not if it was undone, dropped, or is another worker's */
async function takeEffectOf(id: string): Promise<boolean> {
  try {
    return await transaction(async (tx) => {
      const due = await removeDue(tx, id)
      if (!due) return false
      await decideAsSent(tx, due)
      return true
    })
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    await transaction((tx) => drop(tx, id, error))
    return false
  }
}

type Due = Pick<PendingDecision, 'qualificationId' | 'submissionId' | 'reviewerId' | 'sessionId' | 'contentSealed'> & {
  revision: number
  dataKeyId: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
  /** The rights that the reviewer has now. Whether they are signed in doesn't matter: they sent it when they were. */
  isActive: boolean
  roles: StaffRole[]
  accountIds: string[]
}

/**
 * Locks the qualification before its pending decision, in the order of everything that ends a claim. What another
 * worker holds is left to it; the second statement sees what was undone, and what its reviewer lost, until the lock was
 * there.
 */
async function removeDue(tx: Tx, id: string): Promise<Due | undefined> {
  const locked = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM qualifications WHERE id = ${id}::uuid FOR UPDATE SKIP LOCKED`
  if (locked.length !== 1) return undefined
  const [due] = await tx.$queryRaw<Due[]>`
    WITH due AS (
      DELETE FROM pending_decisions WHERE qualification_id = ${id}::uuid AND due_at <= clock_timestamp()
      RETURNING *
    )
    SELECT due.qualification_id AS "qualificationId", due.submission_id AS "submissionId", due.reviewer_id AS "reviewerId",
      due.session_id AS "sessionId", due.content_sealed AS "contentSealed", s.revision,
      k.id AS "dataKeyId", k.wrapped, k.keyring_id AS "keyringId", u.status = 'ACTIVE' AS "isActive",
      ARRAY(SELECT role::text FROM role_grants WHERE user_id = u.id) AS roles,
      ARRAY(SELECT account_id::text FROM memberships WHERE user_id = u.id) AS "accountIds"
    FROM due
    JOIN submissions s ON s.id = due.submission_id
    JOIN qualifications q ON q.id = due.qualification_id
    JOIN data_keys k ON k.id = q.data_key_id
    JOIN users u ON u.id = due.reviewer_id`
  return due
}

/** @throws DomainError FORBIDDEN when the reviewer was disabled meanwhile, and as `decideIn` */
async function decideAsSent(tx: Tx, due: Due): Promise<void> {
  const { qualificationId, submissionId, reviewerId: id, sessionId, accountIds, roles, revision } = due
  if (!due.isActive) throw new DomainError('FORBIDDEN', 'Disabled meanwhile')
  const session = { sessionId, audience: 'STAFF', assurance: { factors: [] } } as const
  const reviewer: PersonActor = { kind: 'PERSON', id, ...session, accountIds, capabilities: capabilitiesOf(roles) }
  const key = await unwrapDataKey({ id: due.dataKeyId, wrapped: due.wrapped, keyringId: due.keyringId })
  const text = open(key, pendingDecisionPlace(submissionId, id), due.contentSealed)
  await decideIn(tx, reviewer, { qualificationId, revision, ...PendingContent.parse(JSON.parse(text)) })
}

/**
 * Drops a decision that is refused now, unless it was undone or dropped meanwhile. The claim stays with its reviewer.
 */
async function drop(tx: Tx, id: string, { code: because }: DomainError): Promise<void> {
  const [dropped] = await tx.$queryRaw<Pick<PendingDecision, 'submissionId' | 'reviewerId' | 'outcome'>[]>`
    DELETE FROM pending_decisions WHERE qualification_id = ${id}::uuid AND due_at <= clock_timestamp()
    RETURNING submission_id AS "submissionId", reviewer_id AS "reviewerId", outcome`
  if (!dropped) return
  const { reviewerId } = dropped
  const { revision } = await tx.submission.findUniqueOrThrow({ where: { id: dropped.submissionId } })
  const reason = because === 'CLAIM_LOST' ? 'CLAIM_ENDED' : 'NO_LONGER_VALID'
  const notice = { reviewerId, qualificationId: id, reason, isDecisionDropped: true } as const
  await tx.reviewNotice.create({ data: notice })
  const data = { ...dropped, revision, because }
  await recordAudit(tx, SYSTEM, { action: 'review.send_dropped', subjectId: id, data })
}

/** Returns whether a decision has been due for so many seconds and did not take effect. */
export async function areDecisionsWaiting({ seconds }: { seconds: number }): Promise<boolean> {
  const waiting = await database().$queryRaw<unknown[]>`
    SELECT 1 FROM pending_decisions WHERE due_at <= clock_timestamp() - make_interval(secs => ${seconds}::int) LIMIT 1`
  return waiting.length > 0
}
