import 'server-only'
import { database } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { EDITABLE } from './lifecycle'

/** After how many days untouched what is its people's turn lapses, and when they are told ahead. */
export type LapseTerms = {
  status: (typeof EDITABLE)[number]
  rulebookVersion: string
  lapseDays: number
  warnDays: number
}

/** What its people are told: ahead, and when it lapsed. */
export const LAPSE_NOTICES = {
  DRAFT: { ahead: 'DRAFT_LAPSES', done: 'DRAFT_LAPSED' },
  CHANGES_REQUESTED: { ahead: 'CHANGES_LAPSE', done: 'CHANGES_LAPSED' },
} as const satisfies Record<LapseTerms['status'], object>

/** Of each rulebook under which there are such: each lapses by the one that it was begun under. */
export async function lapseTerms(): Promise<LapseTerms[]> {
  const all = EDITABLE.map(async (status) => {
    const versions = await database().submission.findMany({
      where: { submittedAt: null, qualification: { status } },
      distinct: ['rulebookVersion'],
      select: { rulebookVersion: true },
    })
    return Promise.all(versions.map(async ({ rulebookVersion }) => termsOf(status, await rulebookOf(rulebookVersion))))
  })
  return (await Promise.all(all)).flat()
}

/**
 * What was sent back for changes is given up after as long as what was abandoned is kept, and no sooner than a draft,
 * with as much notice.
 */
export function termsOf(status: LapseTerms['status'], { version, terms, retention }: Rulebook): LapseTerms {
  const { draftLapseDays, draftLapseWarnDays } = terms
  const lapseDays = status === 'DRAFT' ? draftLapseDays : Math.max(draftLapseDays, retention.ABANDONED.documentsDays)
  return { status, rulebookVersion: version, lapseDays, warnDays: lapseDays - (draftLapseDays - draftLapseWarnDays) }
}
