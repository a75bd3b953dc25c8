import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { Channel, OutboxState } from '@/lib/db/generated/enums'
import { MESSAGE_TEMPLATES, type MessageTemplate } from '../templates'

/** Parses the address of the messages page. Values that make no sense are ignored. */
export const MessageFilters = z.object({
  state: z.enum(OutboxState).optional().catch(undefined),
  template: z
    .enum(MESSAGE_TEMPLATES as [MessageTemplate, ...MessageTemplate[]])
    .optional()
    .catch(undefined),
  channel: z.enum(Channel).optional().catch(undefined),
  /** Holds the cursor at which the previous page stopped. */
  after: z.string().max(80).optional().catch(undefined),
})
export type MessageFilters = z.output<typeof MessageFilters>

export const SendAgainInput = z.object({ messageId: IdText })
