import { Prisma } from '@/lib/db/generated/client'

/** Holds the SQL expressions of the words and names that replace codes and ids. */
export type AuditNames = { action: Prisma.Sql; kind: Prisma.Sql; person: Prisma.Sql }

type AuditColumn = {
  key: string
  /** Its heading has this key in both message files. */
  header: `audit.exported.${string}`
  /** It is about so many characters wide in a workbook. */
  width: number
  /** Marks a time: for a workbook the cell is in milliseconds. */
  isTime?: true
  /** Returns the text of a cell of the event `e`, which is never null and has no line feed. */
  cell: (names: AuditNames) => Prisma.Sql
  /** Gives the same for a CSV, where it differs: ids, codes and names that were quoted need no quotes. */
  csv?: (names: AuditNames) => Prisma.Sql
}

export const REFERENCE = Prisma.sql`coalesce((SELECT q.reference FROM qualifications q WHERE q.id = e.subject_id), '')`

/** Lists the columns of a table, in order. Adding one is an entry here and its heading. */
export const AUDIT_COLUMNS: readonly AuditColumn[] = [
  {
    key: 'time',
    header: 'audit.exported.time',
    width: 24,
    isTime: true,
    cell: () => Prisma.sql`(extract(epoch FROM e.at) * 1000)::bigint::text`,
    csv: () => Prisma.sql`to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS')`,
  },
  { key: 'action', header: 'audit.exported.action', width: 28, cell: ({ action }) => action },
  { key: 'actionCode', header: 'audit.exported.actionCode', width: 26, cell: () => Prisma.sql`e.action` },
  { key: 'actorKind', header: 'audit.exported.actorKind', width: 12, cell: ({ kind }) => kind },
  { key: 'actorName', header: 'audit.exported.actorName', width: 16, cell: ({ person }) => person },
  {
    key: 'actorId',
    header: 'audit.exported.actorId',
    width: 38,
    cell: () => Prisma.sql`coalesce(e.actor_id::text, '')`,
  },
  { key: 'reference', header: 'audit.exported.reference', width: 22, cell: () => REFERENCE },
  {
    key: 'subjectId',
    header: 'audit.exported.subjectId',
    width: 38,
    cell: () => Prisma.sql`coalesce(e.subject_id::text, '')`,
  },
  {
    key: 'data',
    header: 'audit.exported.data',
    width: 60,
    cell: () => Prisma.sql`e.data::text`,
    csv: () => Prisma.sql`'"' || replace(e.data::text, '"', '""') || '"'`,
  },
  {
    key: 'test',
    header: 'audit.exported.test',
    width: 8,
    cell: () => Prisma.sql`CASE WHEN e.is_test THEN 'TEST' ELSE '' END`,
  },
  { key: 'eventId', header: 'audit.exported.eventId', width: 38, cell: () => Prisma.sql`e.id::text` },
]
