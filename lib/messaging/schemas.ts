import { z } from 'zod'
import { IdText } from '@/lib/core/id-text'
import { Channel, OutboxState } from '@/lib/db/generated/enums'
import { MESSAGE_TEMPLATES, type MessageTemplate } from './templates'

/** What the address of the messages page says. Nonsense in an address is as if it weren't there. */
export const MessageFilters = z.object({
  state: z.enum(OutboxState).optional().catch(undefined),
  template: z
    .enum(MESSAGE_TEMPLATES as [MessageTemplate, ...MessageTemplate[]])
    .optional()
    .catch(undefined),
  channel: z.enum(Channel).optional().catch(undefined),
  /** Where the page before ended. */
  after: z.string().max(80).optional().catch(undefined),
})
export type MessageFilters = z.output<typeof MessageFilters>

export const SendAgainInput = z.object({ messageId: IdText })
