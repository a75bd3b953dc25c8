import { z } from 'zod'
import { Verdict } from '@/lib/db/generated/enums'
import { OutlinedPlace } from '@/lib/qualifications/outlined-place'
import { ReasonCode } from '@/lib/rulebook/reason-catalogue'

/** Holds what a reviewer wrote about one part so far. What belongs to a refusal stays while they try an acceptance. */
export const JudgementDraft = z.strictObject({
  verdict: z.enum(Verdict).nullable(),
  reasons: z.array(ReasonCode).max(50).readonly(),
  /** Holds `PICTURE`, `FIELD:…` or nothing yet. */
  correction: z.string().max(80),
  /** May be too long to be sent, and is stored all the same. */
  note: z.string().max(5_000),
  /** Holds the place that the reviewer outlined on a page. */
  place: OutlinedPlace.optional(),
})
export type JudgementDraft = z.infer<typeof JudgementDraft>

/** Holds the drafts of a revision, by the ids of their parts. */
export const JudgementDrafts = z.record(z.uuid(), JudgementDraft).refine((drafts) => Object.keys(drafts).length <= 100)
export type JudgementDrafts = z.infer<typeof JudgementDrafts>
