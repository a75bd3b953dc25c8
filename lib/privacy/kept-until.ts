import 'server-only'
import { DAY } from '@/lib/core/clock'
import type { Reader } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { RetainedOutcome } from '@/lib/rulebook/retention'

/** How a qualification ended, or will, and until when what is kept of it is kept. */
export type KeptUntil = { outcome: RetainedOutcome; endedAt: Date; documents: Date; details: Date }

type Ending = { id: string; outcome: RetainedOutcome; endedAt: Date; rulebookVersion: string }

/**
 * By the rules that each was begun under. What is still going on is kept while it does, and is not among them; of what
 * is approved, the end is that of its validity.
 */
export async function keptUntil(reader: Reader, qualificationIds: readonly string[]): Promise<Map<string, KeptUntil>> {
  const endings = await reader.$queryRaw<Ending[]>`
    SELECT qualification_id::text AS id, outcome, ended_at AS "endedAt", rulebook_version AS "rulebookVersion"
    FROM qualification_endings WHERE qualification_id = ANY(${[...qualificationIds]}::uuid[])`
  const kept = endings.map(async ({ id, outcome, endedAt, rulebookVersion }) => {
    const { documentsDays, detailsDays } = (await rulebookOf(rulebookVersion, reader)).retention[outcome]
    const after = (days: number) => new Date(endedAt.getTime() + days * DAY)
    return [id, { outcome, endedAt, documents: after(documentsDays), details: after(detailsDays) }] as const
  })
  return new Map(await Promise.all(kept))
}
