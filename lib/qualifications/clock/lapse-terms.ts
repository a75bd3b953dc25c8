import 'server-only'
import { database } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { EDITABLE } from '../lifecycle'

/**
 * The untouched days until a qualification that waits for its applicant lapses, and until people are notified of it.
 */
export type LapseTerms = {
  status: (typeof EDITABLE)[number]
  rulebookVersion: string
  lapseDays: number
  warnDays: number
}

/** Names the templates of the notice ahead and of the notice when it lapsed. */
export const LAPSE_NOTICES = {
  DRAFT: { ahead: 'DRAFT_LAPSES', done: 'DRAFT_LAPSED' },
  CHANGES_REQUESTED: { ahead: 'CHANGES_LAPSE', done: 'CHANGES_LAPSED' },
} as const satisfies Record<LapseTerms['status'], object>

/** Returns the terms of each rulebook in use: each qualification lapses by the one that it was started under. */
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
 * Returns when a qualification with this status lapses: a changes-requested one after the retention of abandoned ones,
 * not before a draft would, and with as much notice.
 */
export function termsOf(status: LapseTerms['status'], { version, terms, retention }: Rulebook): LapseTerms {
  const { draftLapseDays, draftLapseWarnDays } = terms
  const lapseDays = status === 'DRAFT' ? draftLapseDays : Math.max(draftLapseDays, retention.ABANDONED.documentsDays)
  return { status, rulebookVersion: version, lapseDays, warnDays: lapseDays - (draftLapseDays - draftLapseWarnDays) }
}
