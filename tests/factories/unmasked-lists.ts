import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { type RequestedExport, requestExport } from '@/lib/reports/exports/request-export'
import { RequestExportInput } from '@/lib/reports/exports/schemas'
import { aSubmittedQualification } from './review'

/** Makes qualifications that were first submitted on a day of their own, and returns the filters that find them. */
export async function submittedOn(day: string, count: number): Promise<{ from: string; until: string }> {
  for (let made = 0; made < count; made++) await oneSubmittedOn(day)
  return { from: day, until: day }
}

export async function oneSubmittedOn(day: string): Promise<{ id: string; accountId: string }> {
  const { qualification } = await aSubmittedQualification()
  return database().qualification.update({
    where: { id: qualification.id },
    data: { firstSubmittedAt: new Date(`${day}T04:00:00Z`) },
  })
}

/** Requests a list of qualifications as CSV, unmasked unless stated otherwise. */
export const requestList = (actor: PersonActor, given: Record<string, string | undefined>): Promise<RequestedExport> =>
  requestExport(
    actor,
    RequestExportInput.parse({
      ...{ subject: 'QUALIFICATIONS', format: 'CSV', unmasked: 'yes', reason: 'INSPECTION' },
      ...given,
    }),
    { locale: 'zh-CN' },
  )
