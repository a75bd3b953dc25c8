import 'server-only'
import { isReadable } from '@/lib/checks/readable'
import { dateIn } from '@/lib/core/clock'
import type { Tx } from '@/lib/db/client'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { readContent } from '@/lib/qualifications/content'
import { readSlots } from '@/lib/qualifications/files/read-slots'
import { requiredSlots } from '@/lib/rulebook/required-slots'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { comparisons } from '@/lib/rulebook/warnings/differences'
import type { Claimed, OpenPart } from '../claims/read-claimed'
import type { Judgement } from '../lifecycle'

/**
 * Records of each value that was read whether it is the one that the decision accepts, so that operators know how often
 * the reader is right. Where both the photograph and the answer are accepted, the answer is right; of anything else
 * nobody knows. An answer that was filled in from the photograph, and then corrected, counts as wrong. What was
 * accepted in an earlier revision was counted then.
 */
export async function recordReadingOutcomes(
  tx: Tx,
  { kind, submissionId, key, now, isRead, parts }: Claimed,
  rulebook: Rulebook,
  judgements: readonly (Judgement & { partId: string })[],
): Promise<void> {
  if (!isRead) return
  const content = await readContent(tx, kind, submissionId, key)
  const fileIds = content.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const { pages } = await readReadings(tx, fileIds)
  const slots = readSlots(content, requiredSlots(rulebook, content), pages)
  const day = dateIn(now)
  /** Returns how the decision judged a part: one that it did not judge was accepted before. */
  const verdictOf = (isIt: (part: OpenPart) => boolean) => {
    const part = parts.find(isIt)
    return part && judgements.find(({ partId }) => partId === part.id)?.verdict
  }
  const rows = comparisons(rulebook, content, slots, { today: day, isReadable }).flatMap((compared) => {
    const verdicts = [
      verdictOf(({ documentKind }) => documentKind === compared.kind),
      verdictOf(({ kind, fieldGroup }) => kind === 'FIELDS' && fieldGroup === compared.group),
    ]
    if (verdicts.includes('REFUSED') || !verdicts.includes('ACCEPTED')) return []
    const { kind: documentKind, field, isSame: isRight, page } = compared
    return [{ day: new Date(day), documentKind, field, engine: page.engine, isRight }]
  })
  await tx.readingOutcome.createMany({ data: rows })
}
