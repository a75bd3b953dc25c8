import 'server-only'
import { can, type PersonActor } from '@/lib/auth/actor'
import { hasFreshFactor } from '@/lib/auth/fresh-factor'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime } from '@/lib/db/client'
import type { ExportState } from '@/lib/db/generated/enums'
import type { ExportFormat, ExportSubject } from './formats'
import { LISTS, RIGHTS } from './lists'
import { ExportFilters, filtersOf } from './schemas'

/** How many of one's exports are shown. */
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
  failure: string | null
  askedAt: Date
  keptUntil: Date | null
}

/**
 * One's own exports that the worker makes or made, newest first.
 *
 * @returns with whether a second factor was given lately enough for what is unmasked
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
    subject: one.subject as ExportSubject,
    format: one.format as ExportFormat,
    filters: ExportFilters.parse(one.filters),
  }))
  return { exports, isFresh: await hasFreshFactor(database(), actor) }
}

/** How many rows there would be now. @throws DomainError FORBIDDEN */
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

/** One's own definitions, in the order in which they were saved. @throws DomainError FORBIDDEN */
export async function readSavedReports(actor: PersonActor): Promise<SavedDefinition[]> {
  if (!can(actor, 'report.export')) throw new DomainError('FORBIDDEN', 'Not of exports')
  const found = await database().savedReport.findMany({
    where: { ownerId: actor.id },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return found.map(({ id, subject, format, filters, isMonthly }) => ({
    ...{ id, isMonthly, subject: subject as ExportSubject, format: format as ExportFormat },
    filters: ExportFilters.parse(filters),
  }))
}
