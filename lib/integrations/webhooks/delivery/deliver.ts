import 'server-only'
import { log } from '@/lib/core/log'
import { database } from '@/lib/db/client'
import type { WebhookFailure } from '@/lib/db/generated/enums'
import { VERSION_HEADER } from '../../api-versions'
import { mayReach, urlProblem } from '../endpoint-url'
import { bodyOf, WEBHOOK_VERSIONS } from '../events'
import { openSecret } from '../secrets'
import { signedHeaders } from '../sign'
import type { ClaimedDelivery } from './claim-deliveries'
import { type Answer, PostError, post, type Reaching } from './post'
import { settleDelivered, settleFailed } from './settle-delivery'

const USER_AGENT = 'Zhunxin-Webhooks/1'
/** RFC 9110 defines it: the receiver is gone permanently, and nothing more is to be sent. */
const GONE = 410

/** Sends a claimed delivery once, and records what came of it. */
export async function deliver(delivery: ClaimedDelivery, reaching: Reaching = { mayReach }): Promise<void> {
  const { answer, failure } = await attempt(delivery, reaching)
  if (failure === null) return settleDelivered(delivery, answer)
  log.warn(
    { delivery: delivery.id, endpoint: delivery.endpointId, failure, status: answer?.status },
    'webhook not delivered',
  )
  return settleFailed(delivery, { failure, answer, isGone: answer?.status === GONE })
}

type Attempt = { answer: Answer; failure: null } | { answer: Answer | null; failure: WebhookFailure }

async function attempt(delivery: ClaimedDelivery, reaching: Reaching): Promise<Attempt> {
  const { id, url, version } = delivery
  if (urlProblem(url)) return { answer: null, failure: 'ADDRESS_NOT_ALLOWED' }
  const body = bodyOf(delivery)
  try {
    const signed = signedHeaders({ id, timestamp: Math.floor(Date.now() / 1_000), body }, await keysOf(delivery))
    const said = { 'user-agent': USER_AGENT, [VERSION_HEADER.toLowerCase()]: WEBHOOK_VERSIONS[version] }
    const answer = await post({ url, body, headers: { ...signed, ...said } }, reaching)
    const { status } = answer
    if (status >= 200 && status < 300) return { answer, failure: null }
    return { answer, failure: status >= 300 && status < 400 ? 'REDIRECT' : 'STATUS' }
  } catch (error) {
    if (error instanceof PostError) return { answer: null, failure: error.failure }
    throw error
  }
}

/** Returns the keys that sign for an endpoint now, the current ones first. */
async function keysOf({ endpointId }: ClaimedDelivery) {
  const rows = await database().$queryRaw<
    { id: string; secretSealed: Uint8Array<ArrayBuffer>; privateKeySealed: Uint8Array<ArrayBuffer> }[]
  >`
    SELECT id, secret_sealed AS "secretSealed", private_key_sealed AS "privateKeySealed" FROM webhook_secrets
    WHERE endpoint_id = ${endpointId}::uuid AND (ends_at IS NULL OR ends_at > clock_timestamp())
    ORDER BY ends_at DESC NULLS FIRST`
  return Promise.all(rows.map(openSecret))
}
