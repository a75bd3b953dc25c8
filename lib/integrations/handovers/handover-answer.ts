import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import type { HandoverAnswer } from './schemas'

type Row = Omit<HandoverAnswer, 'createdAt' | 'expiresAt' | 'enteredAt' | 'finishedAt' | 'result'> & {
  createdAt: Date
  endsAt: Date
  enteredAt: Date | null
  finishedAt: Date | null
  resultId: string | null
  reference: string
  status: QualificationStatus
}

/**
 * Returns what became of a hand-over, for any key with the scope and the account: the key that made it may have been
 * replaced. The result is read now. Null where there is none for this key.
 */
export async function readHandoverAnswer(client: ClientActor, id: string): Promise<HandoverAnswer | null> {
  const isOfKey = client.accountId === null ? Prisma.sql`true` : Prisma.sql`h.account_id = ${client.accountId}::uuid`
  const [row] = await database().$queryRaw<Row[]>`
    SELECT h.id::text, h.account_id::text AS account, h.purpose::text, h.qualification_id::text AS qualification,
      h.is_vouched AS vouched, h.created_at AS "createdAt", h.ends_at AS "endsAt", h.entered_at AS "enteredAt",
      h.finished_at AS "finishedAt", q.id::text AS "resultId", q.reference, q.status::text,
      CASE WHEN h.finished_at IS NOT NULL THEN 'FINISHED' WHEN h.entered_at IS NOT NULL THEN 'ENTERED'
        WHEN h.used_at IS NOT NULL THEN 'USED' WHEN h.ends_at <= clock_timestamp() THEN 'EXPIRED' ELSE 'OPEN' END AS state
    FROM handovers h JOIN accounts a ON a.id = h.account_id
    LEFT JOIN LATERAL (
      SELECT o.id, o.reference, o.status FROM qualifications o
      WHERE o.account_id = h.account_id AND CASE
        -- Who starts an application may find a draft that they left empty.
        WHEN h.purpose = 'BEGIN' THEN o.renews_id IS NULL AND o.created_by_id = h.user_id AND h.entered_at IS NOT NULL
          AND (o.created_at >= h.entered_at OR o.status = 'DRAFT')
        WHEN h.purpose = 'RENEW' THEN o.renews_id = h.qualification_id AND h.entered_at IS NOT NULL
        ELSE o.id = h.qualification_id END
      ORDER BY o.created_at DESC, o.id DESC LIMIT 1
    ) q ON true
    WHERE h.id = ${id}::uuid AND a.is_test = ${client.isTest} AND ${isOfKey}`
  if (!row) return null
  const { createdAt, endsAt, enteredAt, finishedAt, resultId, reference, status, ...same } = row
  return {
    ...same,
    createdAt: createdAt.toISOString(),
    expiresAt: endsAt.toISOString(),
    enteredAt: enteredAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    result: resultId === null ? null : { qualification: resultId, reference, status },
  }
}
