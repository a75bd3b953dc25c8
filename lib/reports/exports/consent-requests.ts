import 'server-only'
import { ACTING_ADMINISTRATOR } from '@/lib/accounts/administrators'
import { staffNames } from '@/lib/accounts/staff-names'
import { type Actor, can, type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { HOUR } from '@/lib/core/clock'
import { database, databaseTime, type Reader, transaction } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { ExportFormat, ExportReason } from '@/lib/db/generated/enums'
import { ExportFilters } from './schemas'
import { CONSENT_HOURS } from './unmasking'

/**
 * Returns a filter for the unmasked lists of others that the actor may see: those who may export such lists see all.
 */
export function visibleRequests(actor: Actor): Prisma.ExportWhereInput {
  const grants: Prisma.ExportWhereInput[] = [{ id: { in: [] } }] // an empty OR inside an AND is dropped: fail closed
  if (can(actor, 'report.unmask')) grants.push({ isMasked: false })
  return { OR: grants }
}

/**
 * Returns a filter for lists that can still be allowed: in time, and requested by a person who may still request them.
 */
export async function openRequests(reader: Reader): Promise<Prisma.ExportWhereInput> {
  return { state: 'AWAITS_CONSENT', askedAt: { gt: await lastLapsed(reader) }, askedBy: ACTING_ADMINISTRATOR }
}

/** Returns the time before which requests have lapsed. */
const lastLapsed = async (reader: Reader) => new Date((await databaseTime(reader)).getTime() - CONSENT_HOURS * HOUR)

export type ConsentRequest = {
  id: string
  format: ExportFormat
  filters: ExportFilters
  reason: ExportReason | null
  rows: number
  requestedBy: string | null
  askedAt: Date
  expiresAt: Date
}

/** Returns the unmasked lists of others that wait for a second administrator, the oldest first. */
export async function listConsentRequests(actor: PersonActor): Promise<ConsentRequest[]> {
  const found = await database().export.findMany({
    where: { AND: [visibleRequests(actor), { askedById: { not: actor.id } }, await openRequests(database())] },
    orderBy: [{ askedAt: 'asc' }, { id: 'asc' }],
  })
  const names = await staffNames(found.map(({ askedById }) => askedById))
  return found.map(({ id, format, filters, reason, expected, askedById, askedAt }) => ({
    ...{ id, format, reason, rows: expected, askedAt },
    filters: ExportFilters.parse(filters),
    requestedBy: names.get(askedById) ?? null,
    expiresAt: new Date(askedAt.getTime() + CONSENT_HOURS * HOUR),
  }))
}

/** Closes the lists that nobody allowed or refused in time. The worker runs it. */
export async function lapseConsentRequests(): Promise<void> {
  await transaction(async (tx) => {
    const lapsed = await tx.export.updateManyAndReturn({
      where: { state: 'AWAITS_CONSENT', askedAt: { lte: await lastLapsed(tx) } },
      data: { state: 'REFUSED', decidedAt: await databaseTime(tx), finishedAt: await databaseTime(tx) },
      select: { id: true, expected: true },
    })
    for (const { id, expected: rows } of lapsed) {
      await recordAudit(tx, SYSTEM, { action: 'export.lapsed', subjectId: id, data: { rows } })
    }
  })
}
