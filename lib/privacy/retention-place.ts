import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'

/** The parts of the retention page, each at an address of its own. */
export const RETENTION_PARTS = ['due', 'requests', 'holds', 'erasures'] as const

/** What the address of the retention page says. Nonsense in an address is as if it weren't there. */
export const RetentionPlace = z.object({
  show: z.enum(RETENTION_PARTS).catch('due'),
  /** Where the page before ended. */
  after: z.string().max(80).optional().catch(undefined),
  /** The request that is about to be decided, and how. */
  request: IdText.optional().catch(undefined),
  decide: z.enum(['GRANT', 'REFUSE']).optional().catch(undefined),
  /** How the last one was. */
  decided: z.enum(['GRANT', 'REFUSE']).optional().catch(undefined),
})
export type RetentionPlace = z.output<typeof RetentionPlace>
