import 'server-only'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { allStaffNames } from '@/lib/accounts/staff-names'
import { writeBundle } from '@/lib/audit/bundle/write-bundle'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import { DAY, startOfDay } from '@/lib/core/clock'
import { copyLines } from '@/lib/db/copy-lines'
import { Prisma } from '@/lib/db/generated/client'
import { ActorKind } from '@/lib/db/generated/enums'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { BYTE_ORDER_MARK, csvCell, csvLines } from '../csv'
import { type XlsxCell, xlsxStream } from '../xlsx'
import type { List } from './list'
import type { ExportFilters } from './schemas'
import type { Say } from './words'

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

/** Between cells on their way to a workbook: no code, id or JSON text holds one. */
const UNIT = '\u001F'
const LF = 10
/** More than what is sent at once: however slow its reader, it soon holds no snapshot of the database any more. */
const AHEAD = { objectMode: false, highWaterMark: 16 * 1024 * 1024 }

/**
 * The audit log, oldest first. The lines are written by the database: a million events are a million texts less to take
 * apart and put together again.
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
    if (format === 'CSV') return Readable.from(csv(about, columns, say), AHEAD)
    if (format === 'JSONL') return Readable.from(jsonl(about), AHEAD)
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
async function* csv(about: About, columns: readonly string[], say: Say): AsyncGenerator<string | Buffer> {
  yield BYTE_ORDER_MARK + csvLines([columns])
  const { action, kind, person } = await namesFor(say, csvCell)
  const line = Prisma.sql`concat_ws(',', ${LOCAL_TIME}, ${action}, e.action, ${kind}, ${person},
    coalesce(e.actor_id::text, ''), ${REFERENCE}, coalesce(e.subject_id::text, ''),
    '"' || replace(e.data::text, '"', '""') || '"', e.id::text)`
  for await (const piece of lines(about, line)) {
    // Each byte a character: no other byte of UTF-8 is that of LF.
    yield Buffer.from(piece.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  }
}

async function* rows(about: About, say: Say): AsyncGenerator<XlsxCell[][]> {
  const { action, kind, person } = await namesFor(say, (name) => name)
  const cells = Prisma.sql`concat_ws(${UNIT}, (extract(epoch FROM e.at) * 1000)::bigint::text, ${action}, e.action,
    ${kind}, ${person}, coalesce(e.actor_id::text, ''), ${REFERENCE}, coalesce(e.subject_id::text, ''), e.data::text,
    e.id::text)`
  let rest = ''
  const decoder = new StringDecoder()
  for await (const piece of lines(about, cells)) {
    const whole = (rest + decoder.write(piece)).split('\n')
    rest = whole.pop() ?? ''
    yield whole.map((row) => {
      const [at, ...others] = row.split(UNIT)
      return [new Date(Number(at)), ...others]
    })
  }
}

/** As the log itself tells it, in codes and in UTC, and so in no language. */
async function* jsonl(about: About): AsyncGenerator<Buffer> {
  const { person } = await namesFor(
    (key) => key,
    (name) => name,
  )
  const line = Prisma.sql`json_build_object('id', e.id, 'version', e.version,
    'time', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'action', e.action,
    'actor', json_build_object('kind', e.actor_kind, 'id', e.actor_id, 'name', nullif(${person}, ''),
      'capabilities', e.capabilities),
    'subject', CASE WHEN coalesce(e.subject_kind, e.subject_id::text) IS NOT NULL
      THEN json_build_object('kind', e.subject_kind, 'id', e.subject_id, 'reference', nullif(${REFERENCE}, '')) END,
    'data', e.data)::text`
  yield* lines(about, line)
}

const REFERENCE = Prisma.sql`coalesce((SELECT q.reference FROM qualifications q WHERE q.id = e.subject_id), '')`

/** What is said instead of codes and ids, as the database finds it while it writes. */
async function namesFor(say: Say, written: (name: string) => string) {
  const named = (of: Iterable<readonly [code: string, name: string]>) =>
    JSON.stringify(Object.fromEntries([...of].map(([code, name]) => [code, written(onOneLine(name))])))
  const actions = named(AUDIT_ACTIONS.map((action) => [action, say(`audit.actions.${action}`)]))
  const kinds = named(Object.values(ActorKind).map((kind) => [kind, say(`audit.actors.${kind}`)]))
  const people = named(await allStaffNames())
  return {
    action: Prisma.sql`coalesce(${actions}::jsonb ->> e.action, e.action)`,
    kind: Prisma.sql`${kinds}::jsonb ->> e.actor_kind::text`,
    person: Prisma.sql`coalesce(${people}::jsonb ->> e.actor_id::text, '')`,
  }
}

const onOneLine = (name: string) => name.replace(/\p{Cc}+/gu, ' ')

/** Each as it was written, and LF. */
async function* lines({ filters, until, onRows }: About, written: Prisma.Sql): AsyncGenerator<Buffer> {
  const select = Prisma.sql`SELECT ${written} FROM audit_events e
    WHERE ${auditConditions(filters)} AND e.at <= ${until} ORDER BY e.at, e.id`
  for await (const piece of copyLines(select)) {
    onRows(linesIn(piece))
    yield piece
  }
}

function linesIn(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) count++
  return count
}
