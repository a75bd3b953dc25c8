import { z } from 'zod'
import { code, codes, event, id, instant, webAddress } from '../define'

export const INTEGRATION_EVENTS = [
  /** `accountId` is the only account that the key may ask about; null for all. */
  event('api_key.created', 'API_KEY', {
    scopes: codes('apiScope'),
    accountId: id.nullable(),
    isLimitedToNetworks: z.boolean(),
    expiresAt: instant.nullable(),
  }),
  event('api_key.revoked', 'API_KEY', {}),
  /** An endpoint was added, to be notified of these events. */
  event('webhook.created', 'WEBHOOK', { events: codes('webhookEvent'), version: code('asItIs') }),
  /** The address, name or events of an endpoint changed; it is notified of these events from now on. */
  event('webhook.edited', 'WEBHOOK', {
    hasNewAddress: z.boolean(),
    hasNewName: z.boolean(),
    events: codes('webhookEvent'),
  }),
  /** An endpoint was turned on again, and what happened while it was off is sent now. */
  event('webhook.turned_on', 'WEBHOOK', {}),
  /** Staff turned an endpoint off, or the portal did since it failed for days or is gone. */
  event('webhook.turned_off', 'WEBHOOK', { because: code('webhookOff') }),
  event('webhook.removed', 'WEBHOOK', {}),
  /** An endpoint got a new secret; the older ones sign until `endsAt`. */
  event('webhook.secret_rotated', 'WEBHOOK', { endsAt: instant }),
  /** A test was queued for an endpoint, or one delivery was queued again. */
  event('webhook.tested', 'WEBHOOK', {}),
  event('webhook.sent_again', 'WEBHOOK', { deliveryId: id }),
  event('return_address.added', 'RETURN_ADDRESS', { address: webAddress }),
  event('return_address.removed', 'RETURN_ADDRESS', { address: webAddress }),
  /** `apiKeyId` is the system of the platform that handed its customer over. */
  event('handover.created', 'ACCOUNT', {
    handoverId: id,
    apiKeyId: id,
    purpose: code('handoverPurpose'),
    qualificationId: id.nullable(),
    isVouched: z.boolean(),
  }),
  /** The button of the link was pressed; who did it is known once they are signed in. */
  event('handover.used', 'ACCOUNT', { handoverId: id, apiKeyId: id }),
  /** The customer is signed in; `hasJoined` says whether they became the first member of the account by it. */
  event('handover.entered', 'ACCOUNT', { handoverId: id, apiKeyId: id, hasJoined: z.boolean() }),
  event('handover.finished', 'ACCOUNT', { handoverId: id }),
] as const
