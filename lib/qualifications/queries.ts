import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { unwrapIfKept } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { rulebookOf } from '@/lib/rulebook/registry'
import { isOver, mayRenew, tryAgainOn } from './lifecycle'
import { ownedBy } from './policy'
import { fieldPlace } from './sealed'

/** A card among one's own. */
export type QualificationCard = {
  id: string
  accountId: string
  reference: string
  kind: QualificationKind
  /** Whom it is for, as declared so far. */
  name: string | null
  status: QualificationStatus
  updatedAt: Date
  firstSubmittedAt: Date | null
  decidedAt: Date | null
  validUntil: Date | null
  /** The one that is to follow it, unless that came to nothing. */
  renewal: Sibling | null
  /** The one that it is to follow. */
  renews: { id: string; reference: string } | null
  mayRenew: boolean
  /** Since when what was declared opens for nobody any more. */
  erasedAt: Date | null
  /** YYYY-MM-DD: from when on a rejected applicant may begin another. */
  mayTryAgainOn: string | null
}

export type Sibling = { id: string; reference: string; status: QualificationStatus }

/** More than a customer ever has; what is open stands first, in the order of the last change. */
const MOST = 100

/** Under which field the name of whom it is for stands. */
const NAMES: Readonly<Record<QualificationKind, string>> = {
  INDIVIDUAL: 'person.name',
  ORGANISATION: 'organisation.name',
}

/** Those that came to nothing are no renewal. */
export const RENEWAL = {
  where: { status: { notIn: ['REJECTED', 'WITHDRAWN'] } },
  orderBy: { createdAt: 'desc' },
  take: 1,
  select: { id: true, reference: true, status: true },
} satisfies Prisma.Qualification$renewalsArgs

const INCLUDE = {
  dataKey: true,
  renews: { select: { id: true, reference: true } },
  renewals: RENEWAL,
  submissions: {
    orderBy: { revision: 'desc' },
    take: 1,
    include: { fields: { where: { key: { in: Object.values(NAMES) } } } },
  },
} satisfies Prisma.QualificationInclude

/** Those of the actor's accounts, last changed first. */
export async function listQualifications(actor: PersonActor): Promise<QualificationCard[]> {
  const found = await database().qualification.findMany({
    where: ownedBy(actor),
    orderBy: [{ updatedAt: 'desc' }, { id: 'desc' }],
    take: MOST,
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
  const key = await unwrapIfKept(row.dataKey)
  return {
    ...{ id, accountId, reference, kind, updatedAt, firstSubmittedAt, decidedAt, validUntil, renews, renewal },
    name: field && key ? open(key, place, field.valueSealed) : null,
    erasedAt: row.detailsErasedAt,
    status: isOver(row, now) ? 'EXPIRED' : row.status,
    mayRenew: renewal === null && mayRenew(row, now),
    mayTryAgainOn: await triesAgainOn(row, submission?.rulebookVersion),
  }
}

/** By the rules that it was judged by; null when it wasn't rejected. */
export async function triesAgainOn(
  { status, decidedAt }: { status: QualificationStatus; decidedAt: Date | null },
  rulebookVersion: string | undefined,
): Promise<string | null> {
  if (status !== 'REJECTED' || !decidedAt || !rulebookVersion) return null
  return tryAgainOn(decidedAt, (await rulebookOf(rulebookVersion)).terms.coolingOffDays)
}
