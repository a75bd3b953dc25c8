import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { isFileable, isOver, mayRenew, tryAgainOn } from './lifecycle'
import { ownedBy } from './policy'
import { fieldPlace } from './sealed'

/** Describes a qualification in the list of its applicants. */
export type QualificationCard = {
  id: string
  accountId: string
  reference: string
  kind: QualificationKind
  /** Holds the declared name of the person or organisation so far. */
  name: string | null
  status: QualificationStatus
  updatedAt: Date
  firstSubmittedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
  /** Its renewal, unless that was rejected or withdrawn. */
  renewal: Sibling | null
  /** Names the qualification that it renews. */
  renews: { id: string; reference: string } | null
  mayRenew: boolean
  /** A carrier asks for more, and nothing was uploaded for it yet. */
  isMaterialRequested: boolean
  /** Says whether it is of a test account: nobody reviews those. */
  isTest: boolean
  /** When what was declared was erased. */
  erasedAt: Date | null
  /** Names the first day, as YYYY-MM-DD, on which a rejected applicant may start another. */
  mayTryAgainOn: string | null
}

export type Sibling = { id: string; reference: string; status: QualificationStatus }

/** More than a customer ever has; open ones come first, last changed first. */
const MAX = 100

/** Names the field with the name of the person or organisation. */
const NAMES: Readonly<Record<QualificationKind, string>> = {
  INDIVIDUAL: 'person.name',
  ORGANISATION: 'organisation.name',
}

/** Selects the renewal, ignoring rejected and withdrawn ones. */
export const RENEWAL = {
  where: { status: { notIn: ['REJECTED', 'WITHDRAWN'] } },
  orderBy: { createdAt: 'desc' },
  take: 1,
  select: { id: true, reference: true, status: true },
} satisfies Prisma.Qualification$renewalsArgs

const INCLUDE = {
  account: { select: { isTest: true } },
  dataKey: true,
  renews: { select: { id: true, reference: true } },
  renewals: RENEWAL,
  submissions: {
    orderBy: { revision: 'desc' },
    take: 1,
    include: {
      fields: { where: { key: { in: Object.values(NAMES) } } },
      _count: { select: { supplements: { where: { state: 'OPEN', document: null } } } },
    },
  },
} satisfies Prisma.QualificationInclude

/** Returns the qualifications of the actor's accounts, last changed first. */
export const listQualifications = (actor: PersonActor): Promise<QualificationCard[]> => listWhere(ownedBy(actor))

/** Returns those of one kind, or of both, that were started and never submitted. */
export const listUnfinished = (actor: PersonActor, kind?: QualificationKind): Promise<QualificationCard[]> =>
  listWhere({ AND: [ownedBy(actor), { status: 'DRAFT', ...(kind ? { kind } : {}) }] })

async function listWhere(where: Prisma.QualificationWhereInput): Promise<QualificationCard[]> {
  const found = await database().qualification.findMany({
    where,
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: MAX,
    include: INCLUDE,
  })
  const now = await databaseTime()
  return Promise.all(found.map((row) => cardOf(row, now)))
}

type Row = Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>

async function cardOf(row: Row, now: Date): Promise<QualificationCard> {
  const { id, accountId, reference, kind, updatedAt, firstSubmittedAt, decidedAt, validUntil, renews } = row
  const [renewal = null] = row.renewals
  const [submission] = row.submissions
  const field = submission?.fields.find(({ key }) => key === NAMES[kind])
  const place = fieldPlace(submission?.id ?? '', NAMES[kind])
  const key = await unwrapIfStored(row.dataKey)
  return {
    ...{ id, accountId, reference, kind, updatedAt, firstSubmittedAt, decidedAt, validUntil, renews, renewal },
    name: field && key ? open(key, place, field.valueSealed) : null,
    isTest: row.account.isTest,
    erasedAt: row.detailsErasedAt,
    status: isOver(row, now) ? 'EXPIRED' : row.status,
    mayRenew: renewal === null && mayRenew(row, now),
    isMaterialRequested: isFileable(row.status) && !isOver(row, now) && (submission?._count.supplements ?? 0) > 0,
    mayTryAgainOn: await triesAgainOn(row, submission?.rulebookVersion),
  }
}

/** Returns the day by the rules under which it was judged; null when it wasn't rejected. */
export async function triesAgainOn(
  { status, decidedAt }: { status: QualificationStatus; decidedAt: Date | null },
  rulebookVersion: string | undefined,
): Promise<string | null> {
  if (status !== 'REJECTED' || !decidedAt || !rulebookVersion) return null
  return tryAgainOn(decidedAt, (await rulebookOf(rulebookVersion)).terms.coolingOffDays)
}
