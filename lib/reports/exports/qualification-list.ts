import 'server-only'
import { Readable } from 'node:stream'
import { DAY, HOME_ZONE, startOfDay } from '@/lib/core/clock'
import { unwrapIfKept } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Outcome, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { BYTE_ORDER_MARK, csvLines } from '../csv'
import { type XlsxCell, xlsxStream } from '../xlsx'
import type { List, ListOrder } from './list'
import { maskedName, maskedNumber } from './masking'
import type { ExportFilters } from './schemas'
import type { Say } from './words'

const BATCH = 500

const COLUMNS = [
  'reference',
  'kind',
  'organisationType',
  'status',
  'name',
  'number',
  'phone',
  'purposes',
  'isOnBehalf',
  'revision',
  'firstSubmittedAt',
  'queuedAt',
  'decision',
  'decidedAt',
  'validUntil',
  'rulebookVersion',
  'externalRef',
  'erasedAt',
  'id',
] as const

/** Whose name, and by which number they are known. */
const NAMES: Record<QualificationKind, string> = { INDIVIDUAL: 'person.name', ORGANISATION: 'organisation.name' }
const NUMBERS: Record<QualificationKind, readonly string[]> = {
  INDIVIDUAL: ['person.idNumber'],
  ORGANISATION: ['organisation.code', 'organisation.organisationCode'],
}
const PHONE = 'contact.phone'
const KEYS = [...Object.values(NAMES), ...Object.values(NUMBERS).flat(), PHONE]

/** The qualifications that were handed in, in the order in which they were begun, each as it was handed in last. */
export const qualificationList: List = {
  async count(reader, filters, until) {
    const [row] = await reader.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM qualifications q WHERE ${conditions(filters, until)}`
    return row.count
  },

  async write(order) {
    const columns = COLUMNS.map((column) => order.say(`reports.qualifications.${column}`))
    if (order.format === 'CSV') return Readable.from(csv(order, columns), { objectMode: false })
    if (order.format === 'JSONL') return Readable.from(jsonl(order), { objectMode: false })
    const headings = columns.map((heading) => ({ heading, width: 22 }))
    const name = order.say('reports.subjects.QUALIFICATIONS')
    return xlsxStream([{ name, columns: headings, batches: rows(order, (at) => at) }])
  },
}

function conditions({ from, until: last, status, kind, reference }: ExportFilters, until: Date): Prisma.Sql {
  const wanted = [
    Prisma.sql`q.first_submitted_at <= ${until}`,
    ...(from ? [Prisma.sql`q.first_submitted_at >= ${startOfDay(from)}`] : []),
    ...(last ? [Prisma.sql`q.first_submitted_at < ${new Date(startOfDay(last).getTime() + DAY)}`] : []),
    ...(status ? [Prisma.sql`q.status = ${status}::"QualificationStatus"`] : []),
    ...(kind ? [Prisma.sql`q.kind = ${kind}::"QualificationKind"`] : []),
    ...(reference ? [Prisma.sql`q.reference = ${normaliseReference(reference)}`] : []),
  ]
  return Prisma.join(wanted, ' AND ')
}

async function* csv(order: ListOrder, columns: readonly string[]): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([columns])
  for await (const batch of rows(order, localTime)) yield csvLines(batch.map((row) => row.map(String)))
}

async function* rows<T extends XlsxCell>(
  order: ListOrder,
  written: (at: Date) => T,
): AsyncGenerator<(string | number | T)[][]> {
  const { say } = order
  const time = (at: Date | null) => (at ? written(at) : '')
  for await (const batch of batches(order)) {
    yield batch.map((row) => [
      row.reference,
      say(`reports.kinds.${row.kind}`),
      row.organisationType ?? '',
      say(`common.status.${row.status}`),
      row.name,
      row.number,
      row.phone,
      row.purposes.join(' '),
      yesOrNo(say, row.isOnBehalf),
      row.revision,
      time(row.firstSubmittedAt),
      time(row.queuedAt),
      row.decision ? say(`reports.outcomes.${row.decision}`) : '',
      time(row.decidedAt),
      time(row.validUntil),
      row.rulebookVersion,
      row.externalRef ?? '',
      time(row.detailsErasedAt),
      row.id,
    ])
  }
}

const yesOrNo = (say: Say, is: boolean) => say(is ? 'reports.yes' : 'reports.no')

/** In codes and in UTC, and so in no language. */
async function* jsonl(order: ListOrder): AsyncGenerator<string> {
  for await (const batch of batches(order)) yield batch.map((row) => `${JSON.stringify(row)}\n`).join('')
}

// Sweden writes dates as ISO 8601 does.
const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: HOME_ZONE })
const localTime = (at: Date) => clock.format(at)

type Found = {
  id: string
  reference: string
  kind: QualificationKind
  organisationType: string | null
  status: QualificationStatus
  purposes: string[]
  isOnBehalf: boolean
  revision: number
  rulebookVersion: string
  firstSubmittedAt: Date
  queuedAt: Date | null
  decision: Outcome | null
  decidedAt: Date | null
  validUntil: Date | null
  externalRef: string | null
  detailsErasedAt: Date | null
}

type Line = Found & { name: string; number: string; phone: string }

async function* batches({ filters, until, isMasked, onRows = () => {} }: ListOrder): AsyncGenerator<Line[]> {
  let after: string | undefined
  do {
    const found = await select(filters, until, after)
    if (found.length === 0) return
    const declared = await declaredIn(found.map(({ submissionId }) => submissionId))
    onRows(found.length)
    yield found.map(({ submissionId, ...row }) => ({ ...row, ...told(row, declared.get(submissionId), isMasked) }))
    after = found.length === BATCH ? found.at(-1)?.id : undefined
  } while (after)
}

/** The decision is the last on what was handed in last; none while that waits. */
function select(filters: ExportFilters, until: Date, after: string | undefined) {
  return database().$queryRaw<(Found & { submissionId: string })[]>`
    SELECT q.id, q.reference, q.kind, q.organisation_type AS "organisationType", q.status, q.purposes,
      q.is_on_behalf AS "isOnBehalf", s.revision, s.rulebook_version AS "rulebookVersion",
      q.first_submitted_at AS "firstSubmittedAt", q.queued_at AS "queuedAt", d.outcome AS decision,
      d.decided_at AS "decidedAt", q.valid_until AS "validUntil", a.external_ref AS "externalRef",
      q.details_erased_at AS "detailsErasedAt", s.id AS "submissionId"
    FROM qualifications q
    JOIN accounts a ON a.id = q.account_id
    JOIN LATERAL (
      SELECT * FROM submissions s WHERE s.qualification_id = q.id AND s.submitted_at IS NOT NULL
      ORDER BY s.revision DESC LIMIT 1
    ) s ON TRUE
    LEFT JOIN LATERAL (
      SELECT * FROM decisions d WHERE d.submission_id = s.id ORDER BY d.look DESC LIMIT 1
    ) d ON TRUE
    WHERE ${conditions(filters, until)} ${after ? Prisma.sql`AND q.id > ${after}::uuid` : Prisma.empty}
    ORDER BY q.id
    LIMIT ${BATCH}`
}

/** What was declared, by submission and field. What was erased has no key any more, and is left out. */
async function declaredIn(submissionIds: string[]): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const submissions = await database().submission.findMany({
    where: { id: { in: submissionIds } },
    select: {
      id: true,
      fields: { where: { key: { in: KEYS } } },
      qualification: { select: { dataKey: true } },
    },
  })
  const opened = submissions.map(async ({ id, fields, qualification }) => {
    const key = await unwrapIfKept(qualification.dataKey)
    const values = key
      ? fields.map((field) => [field.key, open(key, fieldPlace(id, field.key), field.valueSealed)] as const)
      : []
    return [id, new Map(values)] as const
  })
  return new Map(await Promise.all(opened))
}

function told({ kind }: Found | Line, declared: ReadonlyMap<string, string> | undefined, isMasked: boolean) {
  const of = (key: string) => declared?.get(key) ?? ''
  const name = of(NAMES[kind])
  const number = NUMBERS[kind].map(of).find(Boolean) ?? ''
  const phone = of(PHONE)
  if (!isMasked) return { name, number, phone }
  return { name: maskedName(name, kind), number: maskedNumber(number), phone: maskedNumber(phone) }
}
