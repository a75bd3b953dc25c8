import { z } from 'zod'
import { many } from '@/lib/core/forms/form-values'
import { IdText } from '@/lib/core/id-text'
import { WebhookEvent } from '@/lib/db/generated/enums'
import { IsTest, Name } from '../schemas'
import { CHOOSABLE, OVERLAPS } from './choices'
import { urlProblem } from './endpoint-url'

// Messages are codes: each has a sentence in `integrations.problems` of both message files.

const MAX_URL = 500

const Choosable = z.enum(WebhookEvent).refine((event) => CHOOSABLE.includes(event))

export const CreateEndpointInput = z.object({
  url: z
    .string()
    .trim()
    .min(1, 'URL_MISSING')
    .max(MAX_URL, 'URL_TOO_LONG')
    .superRefine((text, context) => {
      const problem = text.length === 0 ? null : urlProblem(text)
      if (problem) context.addIssue({ code: 'custom', message: problem })
    })
    .transform((text) => (URL.canParse(text) ? new URL(text).href : text)),
  description: Name,
  isTest: IsTest,
  events: many(Choosable, CHOOSABLE.length).refine((given) => given.length > 0, 'EVENT_MISSING'),
})
export type CreateEndpointInput = z.output<typeof CreateEndpointInput>

export const EndpointInput = z.object({ endpointId: IdText })
export type EndpointInput = z.output<typeof EndpointInput>

/** An edit can't change `isTest`: an endpoint is always notified of the same accounts. */
export const EditEndpointInput = CreateEndpointInput.omit({ isTest: true }).extend(EndpointInput.shape)
export type EditEndpointInput = z.output<typeof EditEndpointInput>

export const RotateSecretInput = EndpointInput.extend({ overlap: z.enum(OVERLAPS) })
export type RotateSecretInput = z.output<typeof RotateSecretInput>

export const TurnEndpointInput = EndpointInput.extend({ to: z.enum(['ON', 'OFF']) })
export type TurnEndpointInput = z.output<typeof TurnEndpointInput>

export const DeliveryInput = EndpointInput.extend({ deliveryId: IdText })
export type DeliveryInput = z.output<typeof DeliveryInput>

/** Parses the address of the deliveries' page. Anything else in it is ignored. */
export const DeliveryFilters = z.object({
  before: z.coerce.bigint().positive().optional().catch(undefined),
  state: z.enum(['WAITING', 'DELIVERED']).optional().catch(undefined),
})
