import 'server-only'
import { Readable } from 'node:stream'
import { allStaffNames } from '@/lib/accounts/staff-names'
import { writeBundle } from '@/lib/audit/bundle/write-bundle'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import { DAY, startOfDay } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import { ActorKind } from '@/lib/db/generated/enums'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { BYTE_ORDER_MARK, csvCell, csvLines } from '../csv'
import { type XlsxCell, xlsxStream } from '../xlsx'
import type { List } from './list'
import type { ExportFilters } from './schemas'
import type { Say } from './words'

const BATCH = 4_000

const COLUMNS = [
  'time',
  'action',
  'actionCode',
  'actorKind',
  'actorName',
  'actorId',
  'reference',
  'subjectId',
  'data',
  'eventId',
] as const
const WIDTHS = [24, 28, 26, 12, 16, 38, 22, 38, 60, 38] as const

/** Between cells and between rows on their way to a workbook: no code, id or JSON text holds one. */
const [UNIT, RECORD] = ['\u001F', '\u001E']

/**
 * The audit log, oldest first. Each batch comes as one text that the database has written: a million events are a
 * million texts less to take apart and put together again.
 */
export const auditList: List = {
  async count(reader, filters, until) {
    const [row] = await reader.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM audit_events e WHERE ${auditConditions(filters)} AND e.at <= ${until}`
    return row.count
  },

  async write({ format, filters, until, say, onRows = () => {} }) {
    const about = { filters, until, onRows }
    if (format === 'BUNDLE') return bundle(about)
    const columns = COLUMNS.map((column) => say(`audit.exported.${column}`))
    if (format === 'CSV') return Readable.from(csv(about, columns, say), { objectMode: false })
    if (format === 'JSONL') return Readable.from(jsonl(about), { objectMode: false })
    const headings = columns.map((heading, i) => ({ heading, width: WIDTHS[i] ?? 20 }))
    return xlsxStream([{ name: say('reports.subjects.AUDIT'), columns: headings, batches: rows(about, say) }])
  },
}

/** Proofs are the last of it that is written, row by row. */
function bundle({ filters, until, onRows }: About): Promise<Readable> {
  let told = 0
  const onProgress = (done: number) => {
    onRows(done - told)
    told = done
  }
  return writeBundle({ where: Prisma.sql`${auditConditions(filters)} AND e.at <= ${until}`, onProgress })
}

type About = { filters: ExportFilters; until: Date; onRows: (count: number) => void }

/** What an event has to be, to stand in a narrowed log. */
export function auditConditions({ from, until, action, reference, actor }: ExportFilters): Prisma.Sql {
  const wanted = [
    Prisma.sql`TRUE`,
    ...(from ? [Prisma.sql`e.at >= ${startOfDay(from)}`] : []),
    ...(until ? [Prisma.sql`e.at < ${new Date(startOfDay(until).getTime() + DAY)}`] : []),
    ...(action ? [Prisma.sql`e.action = ${action}`] : []),
    ...(actor ? [Prisma.sql`e.actor_id = ${actor}::uuid`] : []),
    ...(reference
      ? [Prisma.sql`e.subject_id = (SELECT id FROM qualifications WHERE reference = ${normaliseReference(reference)})`]
      : []),
  ]
  return Prisma.join(wanted, ' AND ')
}

const LOCAL_TIME = Prisma.sql`to_char(e.at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.MS')`

/** A cell that may need quotes is quoted here, once for each action and each of the staff; ids and codes need none. */
async function* csv(about: About, columns: readonly string[], say: Say): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([columns])
  const line = Prisma.sql`concat_ws(',', ${LOCAL_TIME}, ${nameOfAction}, e.action, ${nameOfKind},
    coalesce(person.name, ''), coalesce(e.actor_id::text, ''), coalesce(q.reference, ''),
    coalesce(e.subject_id::text, ''), '"' || replace(e.data::text, '"', '""') || '"', e.id::text)`
  for await (const text of batches(about, line, '\r\n', await namesFor(say, csvCell))) yield `${text}\r\n`
}

async function* rows(about: About, say: Say): AsyncGenerator<XlsxCell[][]> {
  const cells = Prisma.sql`concat_ws(${UNIT}, (extract(epoch FROM e.at) * 1000)::bigint::text, ${nameOfAction}, e.action,
    ${nameOfKind}, coalesce(person.name, ''), coalesce(e.actor_id::text, ''), coalesce(q.reference, ''),
    coalesce(e.subject_id::text, ''), e.data::text, e.id::text)`
  const bare = (name: string) => name.replaceAll(UNIT, '').replaceAll(RECORD, '')
  for await (const text of batches(about, cells, RECORD, await namesFor(say, bare))) {
    yield text.split(RECORD).map((row) => {
      const [at, ...others] = row.split(UNIT)
      return [new Date(Number(at)), ...others]
    })
  }
}

/** As the log itself tells it, in codes and in UTC, and so in no language. */
async function* jsonl(about: About): AsyncGenerator<string> {
  const line = Prisma.sql`json_build_object('id', e.id, 'version', e.version,
    'time', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'action', e.action,
    'actor', json_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', person.name, 'capabilities', e.capabilities),
    'subject', CASE WHEN coalesce(e.subject_kind, e.subject_id::text) IS NOT NULL
      THEN json_build_object('kind', e.subject_kind, 'id', e.subject_id, 'reference', q.reference) END,
    'data', e.data)::text`
  const names = await namesFor(
    (key) => key,
    (name) => name,
  )
  for await (const text of batches(about, line, '\n', names)) yield `${text}\n`
}

type Names = { of: ReadonlyMap<string, string>; actions: ReadonlyMap<string, string>; kinds: readonly string[] }

async function namesFor(say: Say, written: (name: string) => string): Promise<Names> {
  const people = await allStaffNames()
  return {
    of: new Map([...people].map(([id, name]) => [id, written(name)])),
    actions: new Map(AUDIT_ACTIONS.map((action) => [action, written(say(`audit.actions.${action}`))])),
    kinds: Object.values(ActorKind).map((kind) => written(say(`audit.actors.${kind}`))),
  }
}

const nameOfAction = Prisma.sql`coalesce(act.name, e.action)`
const nameOfKind = Prisma.sql`kind.name`

/** The next is on its way while one is written; and none is asked for before the first is wanted. */
async function* batches(about: About, written: Prisma.Sql, between: string, names: Names): AsyncGenerator<string> {
  let next: Promise<Batch> | undefined = select(about, written, between, names)
  while (next) {
    const batch: Batch = await next
    const { count, text, at, id } = batch
    next = count === BATCH && at && id ? select(about, written, between, names, { at, id }) : undefined
    next?.catch(() => {}) // told when it is its turn
    if (count === 0 || text === null) return
    about.onRows(count)
    yield text
  }
}

type Batch = { count: number; text: string | null; at: Date | null; id: string | null }

async function select(
  { filters, until }: About,
  written: Prisma.Sql,
  between: string,
  { of, actions, kinds }: Names,
  after?: { at: Date; id: string },
): Promise<Batch> {
  const [batch] = await database().$queryRaw<[Batch]>`
    SELECT count(*)::int AS count, string_agg(written, ${between}) AS text, max(at) AS at, (array_agg(id))[count(*)] AS id
    FROM (
      SELECT e.at, e.id, ${written} AS written
      FROM audit_events e
      LEFT JOIN qualifications q ON q.id = e.subject_id
      LEFT JOIN unnest(${[...of.keys()]}::uuid[], ${[...of.values()]}::text[]) AS person(id, name) ON person.id = e.actor_id
      LEFT JOIN unnest(${[...actions.keys()]}::text[], ${[...actions.values()]}::text[]) AS act(code, name)
        ON act.code = e.action
      LEFT JOIN unnest(${Object.values(ActorKind)}::"ActorKind"[], ${[...kinds]}::text[]) AS kind(code, name)
        ON kind.code = e.actor_kind
      WHERE ${auditConditions(filters)} AND e.at <= ${until}
        ${after ? Prisma.sql`AND (e.at, e.id) > (${after.at}, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY e.at, e.id
      LIMIT ${BATCH}
    ) batch`
  return batch
}
