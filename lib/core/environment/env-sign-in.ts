import { z } from 'zod'

const count = (usual: number) =>
  z.coerce.number({ error: 'must be a number' }).int().min(1, 'must be 1 or more').max(100_000_000).default(usual)

/** Limits what signing in by phone may cost: text messages are paid for. */
export const SIGN_IN = {
  CODES_A_DAY: count(10_000).describe('codes sent in a day, in all: the most that a flood of requests can cost'),
  CODES_AN_HOUR_BY_ADDRESS: count(30).describe('codes in an hour requested by one network address (a /64 of IPv6)'),
  CODES_AN_HOUR_BY_PREFIX: count(150).describe('codes in an hour requested by one /24 (a /48 of IPv6)'),
  CODES_AN_HOUR_WITHOUT_PROOF: count(3).describe(
    'codes in an hour requested by one address without a proof of work, such as a browser without scripts; three times as many by its /24',
  ),
  PROOF_COST: count(2_000).describe('rounds of a key in a proof of work: 2,000 keep a phone busy for a second or so'),
}
