import { z } from 'zod'
import { DecideQualificationInput } from '../schemas'

/**
 * Describes what a decision that was sent concludes, and reads it from the form that is sealed. There, `correction` and
 * `correctionField` are `mend` and `mendField`: one that was sent before an upgrade takes effect after it.
 */
export const PendingContent = z.strictObject({
  reasonsVersion: z.string(),
  parts: z.preprocess(
    (stored) => (Array.isArray(stored) ? stored.map(fromStored) : stored),
    DecideQualificationInput.shape.parts,
  ),
})
export type PendingContent = z.output<typeof PendingContent>

/** Returns the text to seal, which `PendingContent` reads. */
export const pendingText = ({ reasonsVersion, parts }: PendingContent): string =>
  JSON.stringify({ reasonsVersion, parts: parts.map(toStored) })

const toStored = ({ correction: mend, correctionField: mendField, ...part }: PendingContent['parts'][number]) => {
  return { ...part, mend, mendField }
}

function fromStored(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part
  const { mend: correction, mendField: correctionField, ...others } = part as Record<string, unknown>
  return { ...others, correction, correctionField }
}
