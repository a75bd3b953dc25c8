import 'server-only'
import { z } from 'zod'
import type { WebhookEvent } from '@/lib/db/generated/enums'
import { VERSION_HEADER } from '@/lib/integrations/api-versions'
import { bodySchema, WEBHOOK_EVENTS, WEBHOOK_VERSIONS } from '@/lib/integrations/webhooks/events'

const SIGNATURES = [
  ['webhook-id', 'Names the delivery: the same at each attempt, so that what arrives twice is known.'],
  ['webhook-timestamp', 'The seconds since 1970 at this attempt. Refuse what is older than five minutes.'],
  [
    'webhook-signature',
    'Signatures separated by spaces: `v1,` HMAC-SHA256 and `v1a,` Ed25519, of `id.timestamp.body`.',
  ],
].map(([name, description]) => ({ name, in: 'header', required: true, description, schema: { type: 'string' } }))
const VERSION = {
  ...{ name: VERSION_HEADER, in: 'header', required: true, description: 'The version of the body.' },
  schema: { type: 'string', enum: Object.values(WEBHOOK_VERSIONS) },
}

/**
 * Returns the section `webhooks` of the OpenAPI file: what endpoints receive, by the schemas of which bodies are made.
 */
export function webhookDescriptions(): Record<string, object> {
  const events = Object.keys(WEBHOOK_EVENTS) as WebhookEvent[]
  return Object.fromEntries(events.map((event) => [WEBHOOK_EVENTS[event].type, { post: descriptionOf(event) }]))
}

function descriptionOf(event: WebhookEvent) {
  const { type, summary } = WEBHOOK_EVENTS[event]
  const { $schema: _schema, ...schema } = z.toJSONSchema(bodySchema(event), {
    override: ({ jsonSchema }) => {
      if (jsonSchema.format) delete jsonSchema.pattern
    },
  })
  return {
    operationId: `on.${type}`,
    summary,
    security: [],
    parameters: [...SIGNATURES, VERSION],
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      '2XX': { description: 'Accepted. Anything else, a redirect too, is sent again.' },
      410: { description: 'The endpoint is gone: it is turned off.' },
    },
  }
}
