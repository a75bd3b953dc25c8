import { z } from 'zod'
import { DecideQualificationInput } from '../schemas'

/** Describes what a decision that was sent concludes, in the form that is sealed. */
export const PendingContent = z.strictObject({
  reasonsVersion: z.string(),
  parts: DecideQualificationInput.shape.parts,
})
export type PendingContent = z.output<typeof PendingContent>
