import 'server-only'
import type { RateLimiterPostgres } from 'rate-limiter-flexible'
import { DAY, HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { networkOf, prefixOf } from '@/lib/core/network/network'
import { consume, keyOf, limiter } from './limiter'

/** The share of a limit on sending from which a proof of work is required even of known browsers. */
const NEAR = 0.5
/** The share of a day's messages that may be sent without a proof of work. */
const UNPROVED = 0.02

/** Makes a value on first use: the environment is not read while the portal is built. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}

/**
 * Limits what may be sent at all: to any numbers from one network, from all networks of one prefix, since addresses
 * come cheap by the hundred, and in a day over all, which is what a flood of requests can cost at most (SMS pumping).
 */
const sends = lazily(() => {
  const { CODES_AN_HOUR_BY_ADDRESS, CODES_AN_HOUR_BY_PREFIX, CODES_AN_HOUR_WITHOUT_PROOF, CODES_A_DAY } = env()
  return {
    network: limiter('send-network', CODES_AN_HOUR_BY_ADDRESS, HOUR),
    prefix: limiter('send-prefix', CODES_AN_HOUR_BY_PREFIX, HOUR),
    overall: limiter('send-overall', CODES_A_DAY, DAY),
    unproved: {
      network: limiter('send-unproved-network', CODES_AN_HOUR_WITHOUT_PROOF, HOUR),
      prefix: limiter('send-unproved-prefix', 3 * CODES_AN_HOUR_WITHOUT_PROOF, HOUR),
      overall: limiter('send-unproved', Math.ceil(CODES_A_DAY * UNPROVED), DAY),
    },
  }
})

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeSend(address: string): Promise<void> {
  const { network, prefix, overall } = sends()
  await consume(network, await keyOf('address', networkOf(address)))
  await consume(prefix, await keyOf('address', prefixOf(address)))
  await consume(overall, 'all')
}

/**
 * Limits requests without a proof of work; call it before `consumeSend`.
 *
 * @throws DomainError PROOF_MISSING with the seconds to wait
 */
export async function consumeUnprovedSend(address: string): Promise<void> {
  const { network, prefix, overall } = sends().unproved
  try {
    await consume(network, await keyOf('address', networkOf(address)))
    await consume(prefix, await keyOf('address', prefixOf(address)))
    await consume(overall, 'all')
  } catch (refusal) {
    if (!(refusal instanceof DomainError)) throw refusal
    throw new DomainError('PROOF_MISSING', 'Too many without a proof', { params: refusal.params })
  }
}

/** Returns whether so much was sent, from an address, its prefix or over all, that a proof of work is required. */
export async function isSendingNear(address: string): Promise<boolean> {
  const { network, prefix, overall } = sends()
  const taken = await Promise.all([
    takenOf(network, await keyOf('address', networkOf(address))),
    takenOf(prefix, await keyOf('address', prefixOf(address))),
    takenOf(overall, 'all'),
  ])
  return taken.some((share) => share >= NEAR)
}

/** Limits what is sent beyond the limit of a number to its owner, on all browsers on which they signed in before. */
const sendsToOwner = limiter('send-owner', 5, DAY)

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeOwnerSend(ownerId: string): Promise<void> {
  await consume(sendsToOwner, ownerId)
}

async function takenOf(limit: RateLimiterPostgres, key: string): Promise<number> {
  return ((await limit.get(key))?.consumedPoints ?? 0) / limit.points
}

/**
 * Limits what one person makes the portal send to others' numbers and addresses in a day, and what one of those
 * receives in all.
 */
const UNASKED = {
  phone: { bySender: limiter('invite-sender', 10, DAY), byReceiver: limiter('invite-phone', 3, DAY) },
  email: { bySender: limiter('confirm-sender', 5, DAY), byReceiver: limiter('confirm-email', 3, DAY) },
}

/** @throws DomainError RATE_LIMITED with the seconds to wait */
export async function consumeOwnSend(senderId: string, to: { phone: string } | { email: string }): Promise<void> {
  const [kind, value] = 'phone' in to ? (['phone', to.phone] as const) : (['email', to.email] as const)
  await consume(UNASKED[kind].bySender, senderId)
  await consume(UNASKED[kind].byReceiver, await keyOf(kind, value))
  if (kind === 'phone') await consume(sends().overall, 'all')
}
