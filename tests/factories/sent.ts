import { database } from '@/lib/db/client'
import { sendDecision } from '@/lib/review/decisions/send-decision'
import { aClaimedQualification, judgementsOf } from './review'

type Given = Parameters<typeof aClaimedQualification>[0] & { reason?: string }

/** Creates a claimed qualification whose decision was sent and can still be undone: accepted, or the letter refused. */
export async function aSentDecision({ reason, ...given }: Given = {}) {
  const claimed = await aClaimedQualification(given)
  const { reviewer, qualification, parts } = claimed
  const input = { qualificationId: qualification.id, revision: 1, parts: judgementsOf(parts, reason) }
  const sent = await sendDecision(reviewer, input)
  return { ...claimed, id: qualification.id, input, sent }
}

/** Lets a sent decision be due, as if its time were over. */
export async function makeDue(id: string): Promise<void> {
  await database()
    .$executeRaw`UPDATE pending_decisions SET due_at = now() - interval '1 second' WHERE qualification_id = ${id}::uuid`
}

export const pendingOf = (id: string) => database().pendingDecision.findUnique({ where: { qualificationId: id } })

/** Returns why and by whom each notice about a qualification was given to its reviewer. */
export const noticesAbout = (qualificationId: string) =>
  database().reviewNotice.findMany({
    where: { qualificationId },
    select: { reviewerId: true, reason: true, byId: true, isDecisionDropped: true },
  })
