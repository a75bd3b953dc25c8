import 'server-only'
import { Readable } from 'node:stream'
import { staffNames } from '@/lib/accounts/staff-names'
import { recordAudit } from '@/lib/audit/record'
import { can, type PersonActor } from '@/lib/auth/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { ActorKind } from '@/lib/db/generated/enums'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { conditionsOf } from './audit-log'
import { BYTE_ORDER_MARK, csvLines } from './csv'
import type { AuditFilters } from './schemas'

const BATCH = 2_000
/** How many names are remembered between batches. */
const NAMES = 5_000

/** The words of an export, in its reader's language. */
export type AuditExportWords = {
  /** Headings, in the order of the columns. */
  columns: readonly [
    time: string,
    action: string,
    actionCode: string,
    actorKind: string,
    actorName: string,
    actorId: string,
    reference: string,
    subjectId: string,
    data: string,
    eventId: string,
  ]
  action: (code: string) => string
  actorKind: (kind: ActorKind) => string
}

type Row = {
  id: string
  at: Date
  time: string
  action: string
  actorKind: ActorKind
  actorId: string | null
  reference: string | null
  subjectId: string | null
  data: string
}

type Filters = Pick<AuditFilters, 'action' | 'reference'>

/**
 * The audit log as CSV, oldest first: UTF-8 with a byte order mark, RFC 4180, safe from formula injection. It ends with
 * its own event, whatever is recorded while it is read, and takes the memory of one batch at any length. Times are
 * Shanghai's.
 *
 * @throws DomainError FORBIDDEN, NOT_FOUND when it is narrowed to a reference that there is not
 */
export async function exportAuditLog(actor: PersonActor, filters: Filters, words: AuditExportWords): Promise<Readable> {
  if (!can(actor, 'audit.export')) throw new DomainError('FORBIDDEN', 'May not export the audit log')
  const end = await recordExport(actor, filters)
  return Readable.from(lines(filters, end, words), { objectMode: false })
}

async function recordExport(actor: PersonActor, { action, reference }: Filters): Promise<Date> {
  return transaction(async (tx) => {
    const about = reference
      ? await tx.qualification.findUnique({ where: { reference: normaliseReference(reference) }, select: { id: true } })
      : null
    // The event of an export without a qualification says that everything left.
    if (reference && !about) throw new DomainError('NOT_FOUND', 'No qualification has this reference')
    const to = await databaseTime(tx)
    const data = {
      format: 'CSV',
      from: null,
      to: to.toISOString(),
      actions: action ? [action] : [],
      qualificationId: about?.id ?? null,
    }
    await recordAudit(tx, actor, { action: 'audit.exported', subjectId: null, data }, { using: 'audit.export' })
    return databaseTime(tx)
  })
}

async function* lines(filters: Filters, end: Date, words: AuditExportWords): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([words.columns])
  const names = new Map<string, string>()
  let after: Row | undefined
  do {
    const rows = await selectBatch(filters, end, after)
    await learnNames(names, rows)
    if (rows.length > 0) yield csvLines(rows.map((row) => cellsOf(row, names, words)))
    after = rows.length === BATCH ? rows.at(-1) : undefined
  } while (after)
}

function selectBatch(filters: Filters, end: Date, after: Row | undefined): Promise<Row[]> {
  return database().$queryRaw<Row[]>`
    SELECT e.id, e.at, to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS') AS time, e.action,
      e.actor_kind AS "actorKind", e.actor_id AS "actorId", q.reference, e.subject_id AS "subjectId", e.data::text AS data
    FROM audit_events e
    LEFT JOIN qualifications q ON q.id = e.subject_id
    WHERE ${conditionsOf(filters)} AND e.at <= ${end}
      ${after ? Prisma.sql`AND (e.at, e.id) > (${after.at}, ${after.id}::uuid)` : Prisma.empty}
    ORDER BY e.at, e.id
    LIMIT ${BATCH}`
}

async function learnNames(names: Map<string, string>, rows: readonly Row[]): Promise<void> {
  if (names.size > NAMES) names.clear()
  const unknown = new Set(rows.flatMap(({ actorId }) => (actorId && !names.has(actorId) ? [actorId] : [])))
  if (unknown.size === 0) return
  const found = await staffNames(unknown)
  for (const id of unknown) names.set(id, found.get(id) ?? '')
}

function cellsOf(row: Row, names: ReadonlyMap<string, string>, { action, actorKind }: AuditExportWords): string[] {
  return [
    row.time,
    action(row.action),
    row.action,
    actorKind(row.actorKind),
    row.actorId ? (names.get(row.actorId) ?? '') : '',
    row.actorId ?? '',
    row.reference ?? '',
    row.subjectId ?? '',
    row.data,
    row.id,
  ]
}
