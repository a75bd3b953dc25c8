import 'server-only'
import { DAY, startOfDay } from '@/lib/core/clock'
import { maskNumber, maskOrganisationName, maskPersonName, maskPhone } from '@/lib/core/masking'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { isLiveAccount } from '@/lib/db/live-accounts'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { normaliseReference } from '@/lib/rulebook/checks/reference'
import { type ListRequest, MoreRowsError } from './list'
import type { QualificationRow } from './qualification-columns'
import type { ExportFilters } from './schemas'

const BATCH = 500

/** These fields name an applicant, and the next ones contain their number. */
const NAMES: Record<QualificationKind, string> = { INDIVIDUAL: 'person.name', ORGANISATION: 'organisation.name' }
const NUMBERS: Record<QualificationKind, readonly string[]> = {
  INDIVIDUAL: ['person.idNumber'],
  ORGANISATION: ['organisation.code', 'organisation.organisationCode'],
}
const PHONE = 'contact.phone'
const KEYS = [...Object.values(NAMES), ...Object.values(NUMBERS).flat(), PHONE]

type Declared = Pick<QualificationRow, 'name' | 'number' | 'phone'>
type Found = Omit<QualificationRow, keyof Declared> & { submissionId: string }

/** Returns the conditions that a qualification meets when the filters include it. */
export function qualificationConditions(
  { from, until: last, status, kind, reference }: ExportFilters,
  until: Date,
): Prisma.Sql {
  const wanted = [
    Prisma.sql`q.first_submitted_at <= ${until} AND ${isLiveAccount('q.account_id')}`,
    ...(from ? [Prisma.sql`q.first_submitted_at >= ${startOfDay(from)}`] : []),
    ...(last ? [Prisma.sql`q.first_submitted_at < ${new Date(startOfDay(last).getTime() + DAY)}`] : []),
    ...(status ? [Prisma.sql`q.status = ${status}::"QualificationStatus"`] : []),
    ...(kind ? [Prisma.sql`q.kind = ${kind}::"QualificationKind"`] : []),
    ...(reference ? [Prisma.sql`q.reference = ${normaliseReference(reference)}`] : []),
  ]
  return Prisma.join(wanted, ' AND ')
}

/**
 * Reads the rows of a list in batches, in the order in which the qualifications were started.
 *
 * @throws MoreRowsError before the first row that is too many
 */
export async function* qualificationRows({
  filters,
  until,
  isMasked,
  most = Number.POSITIVE_INFINITY,
  onRows = () => {},
}: ListRequest): AsyncGenerator<QualificationRow[]> {
  let after: string | undefined
  let rows = 0
  do {
    const found = await select(filters, until, after)
    if (found.length === 0) return
    rows += found.length
    if (rows > most) throw new MoreRowsError()
    const declared = await declaredIn(found.map(({ submissionId }) => submissionId))
    onRows(found.length)
    yield found.map(({ submissionId, ...row }) => ({
      ...row,
      ...shown(row.kind, declared.get(submissionId), isMasked),
    }))
    after = found.length === BATCH ? found.at(-1)?.id : undefined
  } while (after)
}

/** Returns rows of the next batch. Their decision is the last one on the last submission; null while that waits. */
function select(filters: ExportFilters, until: Date, after: string | undefined) {
  return database().$queryRaw<Found[]>`
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
    WHERE ${qualificationConditions(filters, until)} ${after ? Prisma.sql`AND q.id > ${after}::uuid` : Prisma.empty}
    ORDER BY q.id
    LIMIT ${BATCH}`
}

/** Returns the declared answers by submission and field. Erased ones have no key any more and are left out. */
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
    const key = await unwrapIfStored(qualification.dataKey)
    const values = key
      ? fields.map((field) => [field.key, open(key, fieldPlace(id, field.key), field.valueSealed)] as const)
      : []
    return [id, new Map(values)] as const
  })
  return new Map(await Promise.all(opened))
}

function shown(
  kind: QualificationKind,
  declared: ReadonlyMap<string, string> | undefined,
  isMasked: boolean,
): Declared {
  const of = (key: string) => declared?.get(key) ?? ''
  const name = of(NAMES[kind])
  const number = NUMBERS[kind].map(of).find(Boolean) ?? ''
  const phone = of(PHONE)
  if (!isMasked) return { name, number, phone }
  const maskName = kind === 'INDIVIDUAL' ? maskPersonName : maskOrganisationName
  return { name: maskName(name), number: maskNumber(number), phone: maskPhone(phone) }
}
