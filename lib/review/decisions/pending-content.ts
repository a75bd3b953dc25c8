import { z } from 'zod'
import { DecideQualificationInput } from '../schemas'

/** What a decision that was sent concludes, as it is sealed. */
export const PendingContent = z.strictObject({
  reasonsVersion: z.string(),
  parts: DecideQualificationInput.shape.parts,
})
export type PendingContent = z.output<typeof PendingContent>
