import 'server-only'
import { DAY } from '@/lib/core/clock'
import type { Reader } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { RetainedOutcome } from '@/lib/rulebook/retention'

/** Says how a qualification was closed, or will be, and until when its data is retained. */
export type RetainedUntil = { outcome: RetainedOutcome; endedAt: Date; documents: Date; details: Date }

type Ending = { id: string; outcome: RetainedOutcome; endedAt: Date; rulebookVersion: string }

/**
 * Returns how long each qualification is retained, by the rules that it was started under. One in progress is retained
 * while it lasts and is not among them; an approved one closes with its validity.
 */
export async function retainedUntil(
  reader: Reader,
  qualificationIds: readonly string[],
): Promise<Map<string, RetainedUntil>> {
  const endings = await reader.$queryRaw<Ending[]>`
    SELECT qualification_id::text AS id, outcome, ended_at AS "endedAt", rulebook_version AS "rulebookVersion"
    FROM qualification_endings WHERE qualification_id = ANY(${[...qualificationIds]}::uuid[])`
  const pending = endings.map(async ({ id, outcome, endedAt, rulebookVersion }) => {
    const { documentsDays, detailsDays } = (await rulebookOf(rulebookVersion, reader)).retention[outcome]
    const after = (days: number) => new Date(endedAt.getTime() + days * DAY)
    return [id, { outcome, endedAt, documents: after(documentsDays), details: after(detailsDays) }] as const
  })
  return new Map(await Promise.all(pending))
}
