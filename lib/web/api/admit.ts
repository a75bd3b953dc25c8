import 'server-only'
import type { IncomingMessage } from 'node:http'
import type { ClientActor } from '@/lib/actor/actor'
import { networkOf } from '@/lib/core/network/network'
import { type AddressSet, parseAddressSet } from '@/lib/core/network/network-address'
import type { ApiScope } from '@/lib/db/generated/enums'
import { API_VERSIONS, VERSION_HEADER } from '@/lib/integrations/api-versions'
import { askGate, type FoundKey } from '@/lib/integrations/gate/ask'
import { noteKeyUse } from '@/lib/integrations/note-key-use'
import { secretHash } from '@/lib/integrations/secret'
import { addressOf } from '../request-headers'
import { ApiRefusal } from './refusals'
import { type Left, MOST_PARTIES, WindowCount } from './window-count'

type Limit = { quota: number; seconds: number }
/**
 * Names what is counted: senders that are checked, requests of those who follow changes, filings that are recorded, and
 * requests for anything else.
 */
export type Policy = 'checks' | 'changes' | 'filings' | 'requests'
export type Limits = Readonly<Record<Policy | 'misses', Limit>>

const LIMITS: Limits = {
  /** The senders that a key may ask about in ten seconds, in one process. */
  checks: { quota: 50_000, seconds: 10 },
  /** Admits a hundred gateways with one key, each of which asks every second. */
  changes: { quota: 12_000, seconds: 60 },
  /** Each is a transaction: twelve requests with as many as one takes. */
  filings: { quota: 6_000, seconds: 60 },
  requests: { quota: 600, seconds: 60 },
  /**
   * The wrong keys of one network in a minute, after which only keys that have worked in this process are looked up.
   */
  misses: { quota: 60, seconds: 60 },
}

type Admitted = {
  client: ClientActor
  secret: string
  headers: Record<string, string>
  /**
   * Counts more by the same limit, once the body has shown how much is requested, and returns the headers for it.
   *
   * @throws ApiRefusal RATE_LIMITED, and then counts nothing
   */
  countMore: (amount: number) => Record<string, string>
}

/** Describes a statement that reads the key with what is requested, and how much of which limit that uses. */
type Own<T extends { key: FoundKey }> = { policy: Policy; amount: number; find: (hash: Buffer) => Promise<T | null> }

/** A key that exists: its hash in base64, and its ID once it was read for this request. */
type KnownKey = { hash: string; id: string | null }

type Given = { request: IncomingMessage; scope: ApiScope }

/** Counts a request as one before its body is read. */
const byKeyAlone = (policy: Policy): Own<{ key: FoundKey }> => {
  return { policy, amount: 1, find: (hash) => askGate(hash, []) }
}

/** Makes what admits requests by their keys: key → limit → scope. The limits are in memory, and of one process. */
export function createAdmission(proxies: AddressSet, given: Partial<Limits> = {}) {
  const limits = { ...LIMITS, ...given }
  const countOf = (name: keyof Limits) => new WindowCount(limits[name].quota, limits[name].seconds)
  const used = {
    ...{ checks: countOf('checks'), changes: countOf('changes') },
    ...{ filings: countOf('filings'), requests: countOf('requests') },
  }
  const missed = countOf('misses')
  const worked = new Set<string>()
  const keys = new WeakMap<IncomingMessage, KnownKey>()

  async function admit(given: Given, policy: Policy): Promise<Admitted>
  async function admit<T extends { key: FoundKey }>(given: Given, own: Own<T>): Promise<Admitted & { found: T }>
  async function admit({ request, scope }: Given, how: Own<{ key: FoundKey }> | Policy) {
    const { policy, amount, find } = typeof how === 'string' ? byKeyAlone(how) : how
    const { secret, hash } = keyIn(request)
    const address = addressOf(request, proxies)
    const [party, network] = [hash.toString('base64'), networkOf(address)]
    const wrong = missed.look(network, 1)
    if (wrong.isOver && !worked.has(party)) throw limited(wrong)
    const headersOf = (left: Left) => limitHeaders(policy, limits[policy], left)
    const requireLeft = (wanted: number) => {
      const left = used[policy].look(party, wanted)
      if (left.isOver) throw limited(left, headersOf(used[policy].look(party, 0)))
    }
    if (worked.has(party)) keys.set(request, { hash: party, id: null })
    requireLeft(amount)
    const found = await find(hash)
    if (!found) {
      missed.count(network, 1)
      throw unauthorised('KEY_UNKNOWN')
    }
    const { key } = found
    keys.set(request, { hash: party, id: key.id })
    requireUsable(key, address, scope)
    if (worked.size < MOST_PARTIES) worked.add(party)
    const counted = headersOf(used[policy].count(party, amount))
    const headers = { ...counted, [VERSION_HEADER]: versionOf(request, key, counted) }
    if (key.isUseDue) noteKeyUse(key.id)
    const client: ClientActor = {
      kind: 'CLIENT',
      id: key.id,
      scopes: key.scopes,
      accountId: key.accountId,
      isTest: key.isTest,
      capabilities: [],
    }
    const countMore = (more: number) => {
      requireLeft(more)
      return headersOf(used[policy].count(party, more))
    }
    return { client, secret, headers, found, countMore }
  }
  /** Returns the key that a request came with, if there is such a key. */
  const keyOf = (request: IncomingMessage): KnownKey | undefined => keys.get(request)
  return { admit, keyOf }
}

/** Says how much is left, as draft-ietf-httpapi-ratelimit-headers-10 spells it. */
const limitHeaders = (policy: Policy, { quota, seconds: window }: Limit, { left, seconds }: Left) => ({
  'RateLimit-Policy': `"${policy}";q=${quota};w=${window}`,
  RateLimit: `"${policy}";r=${left};t=${seconds}`,
})

const limited = ({ seconds }: Left, headers: Record<string, string> = {}) =>
  new ApiRefusal('RATE_LIMITED', [], { ...headers, 'Retry-After': String(seconds) })

type Unauthorised = 'KEY_MISSING' | 'KEY_UNKNOWN' | 'KEY_REVOKED' | 'KEY_EXPIRED'

const unauthorised = (code: Unauthorised) => new ApiRefusal(code, [], { 'WWW-Authenticate': 'Bearer realm="zhunxin"' })

/** @throws ApiRefusal KEY_MISSING */
export function secretIn({ headers }: IncomingMessage): string {
  const secret = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
  if (secret === undefined) throw unauthorised('KEY_MISSING')
  return secret
}

function keyIn(request: IncomingMessage): { secret: string; hash: Buffer } {
  const secret = secretIn(request)
  const hash = secretHash(secret)
  if (!hash) throw unauthorised('KEY_UNKNOWN')
  return { secret, hash }
}

/** Refuses a key that is over, comes from elsewhere, or has another scope. */
function requireUsable(key: FoundKey, address: string, scope: ApiScope): void {
  if (key.isRevoked) throw unauthorised('KEY_REVOKED')
  if (key.isExpired) throw unauthorised('KEY_EXPIRED')
  if (key.networks.length > 0 && !isWithin(key.networks.join(' '), address)) throw new ApiRefusal('NETWORK_NOT_ALLOWED')
  if (!key.scopes.includes(scope)) throw new ApiRefusal('SCOPE_MISSING')
}

/**
 * Returns the version that a request is answered in: the one that it asks for, else its key's.
 *
 * @throws ApiRefusal INVALID_INPUT with the versions that there are
 */
function versionOf({ headers }: IncomingMessage, key: FoundKey, counted: Readonly<Record<string, string>>): string {
  const asked = headers[VERSION_HEADER.toLowerCase()]
  if (asked === undefined) return API_VERSIONS[key.version]
  const known = Object.values(API_VERSIONS)
  const version = known.find((one) => one === asked)
  if (version) return version
  const fault = { detail: `One of: ${known.join(', ')}`, parameter: VERSION_HEADER }
  throw new ApiRefusal('INVALID_INPUT', [fault], counted)
}

/** Sets of networks as they are written, parsed once: a few keys ask all the time. */
const parsedSets = new Map<string, AddressSet | null>()
const MOST_SETS = 1_000

function isWithin(networks: string, address: string): boolean {
  if (!parsedSets.has(networks)) {
    if (parsedSets.size >= MOST_SETS) parsedSets.clear()
    parsedSets.set(networks, parseAddressSet(networks))
  }
  return parsedSets.get(networks)?.has(address) ?? false
}
