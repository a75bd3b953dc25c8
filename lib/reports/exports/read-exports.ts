import 'server-only'
import { hasFreshFactor } from '@/lib/accounts/limits/fresh-factor'
import { can, type PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import type { ExportFailure, ExportFormat, ExportState, ExportSubject } from '@/lib/db/generated/enums'
import { LISTS, RIGHTS } from './lists'
import { ExportFilters, filtersOf } from './schemas'

/** Limits how many of one's exports are shown. */
const SHOWN = 20

export type OwnExport = {
  id: string
  subject: ExportSubject
  format: ExportFormat
  filters: ExportFilters
  isMasked: boolean
  state: ExportState
  expected: number
  done: number
  size: number | null
  failure: ExportFailure | null
  askedAt: Date
  keptUntil: Date | null
}

/**
 * Returns one's own exports by the worker, newest first.
 *
 * @returns also whether a second factor was given recently enough for unmasked ones
 * @throws DomainError FORBIDDEN
 */
export async function readOwnExports(actor: PersonActor): Promise<{ exports: OwnExport[]; isFresh: boolean }> {
  if (!can(actor, 'report.export')) throw new DomainError('FORBIDDEN', 'Not of exports')
  const found = await database().export.findMany({
    where: { askedById: actor.id },
    orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
    take: SHOWN,
  })
  const exports = found.map(({ id, isMasked, state, expected, done, size, failure, askedAt, keptUntil, ...one }) => ({
    ...{ id, isMasked, state, expected, done, failure, askedAt, keptUntil },
    size: size === null ? null : Number(size),
    subject: one.subject,
    format: one.format,
    filters: ExportFilters.parse(one.filters),
  }))
  return { exports, isFresh: await hasFreshFactor(database(), actor) }
}

/** Returns how many rows an export would have now. @throws DomainError FORBIDDEN */
export async function countExport(actor: PersonActor, subject: ExportSubject, given: ExportFilters): Promise<number> {
  if (!can(actor, RIGHTS[subject])) throw new DomainError('FORBIDDEN', 'May not export this')
  return LISTS[subject].count(database(), filtersOf(subject, given), await databaseTime())
}

export type SavedDefinition = {
  id: string
  subject: ExportSubject
  format: ExportFormat
  filters: ExportFilters
  isMonthly: boolean
}

/** Returns one's own definitions in the order in which they were saved. @throws DomainError FORBIDDEN */
export async function readSavedReports(actor: PersonActor): Promise<SavedDefinition[]> {
  if (!can(actor, 'report.export')) throw new DomainError('FORBIDDEN', 'Not of exports')
  const found = await database().savedReport.findMany({
    where: { ownerId: actor.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return found.map(({ id, subject, format, filters, isMonthly }) => ({
    ...{ id, isMonthly, subject, format },
    filters: ExportFilters.parse(filters),
  }))
}
