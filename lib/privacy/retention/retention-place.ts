import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'

/** Lists the parts of the retention page, each at an address of its own. */
export const RETENTION_PARTS = ['due', 'requests', 'holds', 'erasures'] as const

/** Parses the address of the retention page. Values that make no sense are ignored. */
export const RetentionPlace = z.object({
  show: z.enum(RETENTION_PARTS).catch('due'),
  /** Holds the cursor at which the previous page stopped. */
  after: z.string().max(80).optional().catch(undefined),
  /** Name the request that is about to be decided, and the decision. */
  request: IdText.optional().catch(undefined),
  decide: z.enum(['GRANT', 'REFUSE']).optional().catch(undefined),
  /** Names the decision on the previous request. */
  decided: z.enum(['GRANT', 'REFUSE']).optional().catch(undefined),
})
export type RetentionPlace = z.output<typeof RetentionPlace>
