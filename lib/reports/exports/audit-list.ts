import 'server-only'
import { Readable } from 'node:stream'
import { StringDecoder } from 'node:string_decoder'
import { allStaffNames } from '@/lib/accounts/staff-names'
import { AUDIT_ACTIONS } from '@/lib/audit/events/all'
import { writeBundle } from '@/lib/audit-log/bundle/write-bundle'
import { Prisma } from '@/lib/db/generated/client'
import { ActorKind } from '@/lib/db/generated/enums'
import { auditConditions } from '../audit-conditions'
import { BYTE_ORDER_MARK, csvCell, csvLines } from '../csv'
import { eventKey } from '../event-key'
import { type XlsxCell, xlsxStream } from '../xlsx'
import { AUDIT_COLUMNS, type AuditNames, REFERENCE } from './audit-columns'
import { auditPages } from './audit-pages'
import type { List } from './list'
import type { ExportFilters } from './schemas'
import type { Say } from './words'

/** Separates cells on their way to a workbook: no code, id or JSON text contains one. */
const UNIT = '\u001F'
const LF = 10
const BYTES = { objectMode: false }

/**
 * Exports the audit log, oldest first. The database writes the lines: taking a million events apart and joining them
 * here would cost more.
 */
export const auditList: List = {
  async count(reader, filters, until, most) {
    const [row] = await reader.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM (
        SELECT FROM audit_events e WHERE ${auditConditions(filters)} AND e.at <= ${until}
        ${most === undefined ? Prisma.empty : Prisma.sql`LIMIT ${most}`}
      ) counted`
    return row.count
  },

  async write({ format, filters, until, say, onRows = () => {} }) {
    const about = { filters, until, onRows }
    if (format === 'BUNDLE') return bundle(about)
    if (format === 'CSV') return Readable.from(csv(about, say), BYTES)
    if (format === 'JSONL') return Readable.from(jsonl(about), BYTES)
    const columns = AUDIT_COLUMNS.map(({ header, width }) => ({ heading: say(header), width }))
    return xlsxStream([{ name: say('reports.subjects.AUDIT'), columns, batches: rows(about, say) }])
  },
}

/** Returns a proof bundle. Progress is reported for its proofs, which are written last, row by row. */
function bundle({ filters, until, onRows }: About): Promise<Readable> {
  let reported = 0
  const onProgress = (done: number) => {
    onRows(done - reported)
    reported = done
  }
  return writeBundle({ where: Prisma.sql`${auditConditions(filters)} AND e.at <= ${until}`, onProgress })
}

type About = { filters: ExportFilters; until: Date; onRows: (count: number) => void }

/**
 * Yields the log as CSV. Cells that may need quotes are quoted once for each action and each member of staff; ids and
 * codes need none.
 */
async function* csv(about: About, say: Say): AsyncGenerator<string | Buffer> {
  yield BYTE_ORDER_MARK + csvLines([AUDIT_COLUMNS.map(({ header }) => say(header))])
  const names = await namesFor(say, csvCell)
  const cells = AUDIT_COLUMNS.map(({ cell, csv = cell }) => csv(names))
  const line = Prisma.sql`concat_ws(',', ${Prisma.join(cells)})`
  for await (const piece of lines(about, line)) {
    // Latin-1 makes each byte a character: in UTF-8 no other byte equals LF.
    yield Buffer.from(piece.toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
  }
}

async function* rows(about: About, say: Say): AsyncGenerator<XlsxCell[][]> {
  const names = await namesFor(say, (name) => name)
  const cells = Prisma.sql`concat_ws(${UNIT}, ${Prisma.join(AUDIT_COLUMNS.map(({ cell }) => cell(names)))})`
  let rest = ''
  const decoder = new StringDecoder()
  for await (const piece of lines(about, cells)) {
    const whole = (rest + decoder.write(piece)).split('\n')
    rest = whole.pop() ?? ''
    yield whole.map((row) =>
      row.split(UNIT).map((cell, at) => (AUDIT_COLUMNS[at]?.isTime ? new Date(Number(cell)) : cell)),
    )
  }
}

/** Yields each event as the log stores it: codes and UTC, the same in every language. */
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
    'data', e.data, 'test', e.is_test)::text`
  yield* lines(about, line)
}

/** Returns the SQL that replaces codes and ids by words and names while the database writes the rows. */
async function namesFor(say: Say, written: (name: string) => string): Promise<AuditNames> {
  const named = (of: Iterable<readonly [code: string, name: string]>) =>
    JSON.stringify(Object.fromEntries([...of].map(([code, name]) => [code, written(onOneLine(name))])))
  const actions = named(AUDIT_ACTIONS.map((action) => [action, say(`audit.${eventKey(action)}`)]))
  const kinds = named(Object.values(ActorKind).map((kind) => [kind, say(`audit.actors.${kind}`)]))
  const people = named(await allStaffNames())
  return {
    action: Prisma.sql`coalesce(${actions}::jsonb ->> e.action, e.action)`,
    kind: Prisma.sql`${kinds}::jsonb ->> e.actor_kind::text`,
    person: Prisma.sql`coalesce(${people}::jsonb ->> e.actor_id::text, '')`,
  }
}

const onOneLine = (name: string) => name.replace(/\p{Cc}+/gu, ' ')

/**
 * Yields the written rows of the events, each followed by LF. The last time is fixed, so that pages are as whole as one
 * statement.
 */
async function* lines({ filters, until, onRows }: About, written: Prisma.Sql): AsyncGenerator<Buffer> {
  for await (const piece of auditPages(Prisma.sql`${auditConditions(filters)} AND e.at <= ${until}`, written)) {
    onRows(linesIn(piece))
    yield piece
  }
}

function linesIn(piece: Buffer): number {
  let count = 0
  for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) count++
  return count
}
