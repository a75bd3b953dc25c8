import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { logBug } from '@/lib/core/log'
import { database, type Tx, transaction } from '@/lib/db/client'
import { finishErasing } from '@/lib/documents/erase-files'
import { eraseAllLeftFiles } from '../erasure/erase-left-files'
import { eraseQualification } from '../erasure/erase-qualification'
import { tryLockErasing } from '../erasure/erasing-lock'
import { heldAmong } from '../holds/holds'
import { retentionInUse } from './retention-in-use'

/** Limits the qualifications of a transaction, so that it finishes within its time limit. */
const BATCH = 10

type Due = { id: string; accountId: string; erasesDetails: boolean }

/**
 * Lists what a run leaves for the next one: held since it was found, in an account that another process is erasing, or
 * failed.
 */
type PassedOver = Set<string>

/**
 * Erases what is due by the rules that each qualification was started under: documents, and details with them once
 * those are due. Held qualifications are left out. The worker runs it daily; concurrent runs share the work, and what a
 * killed run left is still due. Afterwards it erases files that earlier erasures left and nothing uses any more. A failure
 * is logged, and the others continue.
 *
 * @returns the number of qualifications
 */
export async function eraseDue(): Promise<number> {
  const rules = await retentionInUse(database())
  const passedOver: PassedOver = new Set()
  let total = 0
  while (true) {
    const batch = await eraseSome(rules, passedOver)
    if (!batch) break
    total += batch.erased
    await finishErasing(batch.blobIds)
  }
  await eraseAllLeftFiles()
  return total
}

/**
 * Erases one batch; null when nothing is due any more. A failure rolls back its batch, which is tried again without it.
 */
async function eraseSome(rules: string, passedOver: PassedOver) {
  let current: string | undefined
  try {
    return await transaction(async (tx) => {
      const due = await findDue(tx, rules, passedOver)
      if (due.length === 0) return null
      const held = await heldAmong(
        tx,
        due.map(({ id }) => id),
      )
      const batch = { erased: 0, blobIds: [] as string[] }
      for (const { id, accountId, erasesDetails } of due) {
        if (held.has(id) || !(await tryLockErasing(tx, accountId))) {
          passedOver.add(id)
          continue
        }
        current = id
        const scopes = erasesDetails ? (['DOCUMENTS', 'DETAILS'] as const) : (['DOCUMENTS'] as const)
        batch.blobIds.push(
          ...(await eraseQualification(tx, SYSTEM, { id, scopes, cause: 'RETENTION', requestId: null })),
        )
        batch.erased += 1
      }
      return batch
    })
  } catch (error) {
    if (current === undefined) throw error
    logBug(error, { act: 'privacy.erase-due', qualificationId: current })
    passedOver.add(current)
    return { erased: 0, blobIds: [] }
  }
}

/** Finds due rows and locks them. Rows that another transaction has locked are left for the next time. */
function findDue(tx: Tx, rules: string, passedOver: PassedOver): Promise<Due[]> {
  return tx.$queryRaw<Due[]>`
    SELECT q.id::text, q.account_id::text AS "accountId",
      e.ended_at + make_interval(hours => 24 * r.details_days) <= clock_timestamp() AS "erasesDetails"
    FROM qualifications q
    JOIN qualification_endings e ON e.qualification_id = q.id
    JOIN jsonb_to_recordset(${rules}::jsonb) AS r(version text, outcome text, documents_days int, details_days int)
      ON r.version = e.rulebook_version AND r.outcome = e.outcome
    WHERE q.status IN ('REJECTED', 'WITHDRAWN', 'REVOKED', 'EXPIRED') AND q.details_erased_at IS NULL
      AND (
        (q.documents_erased_at IS NULL AND e.ended_at + make_interval(hours => 24 * r.documents_days) <= clock_timestamp())
        OR e.ended_at + make_interval(hours => 24 * r.details_days) <= clock_timestamp()
      )
      AND q.id <> ALL (${[...passedOver]}::uuid[])
      AND NOT EXISTS (
        SELECT FROM legal_holds h
        WHERE h.lifted_at IS NULL AND (h.qualification_id = q.id OR h.account_id = q.account_id)
      )
    ORDER BY e.ended_at, q.id
    LIMIT ${BATCH}
    FOR UPDATE OF q SKIP LOCKED`
}
