import { z } from 'zod'

const count = (usual: number) =>
  z.coerce.number({ error: 'must be a number' }).int().min(1, 'must be 1 or more').max(100_000_000).default(usual)

/** Limits what signing in by phone may cost: text messages are paid for. */
export const SIGN_IN = {
  /** Limits the codes sent in a day, over all processes: the most that a flood of requests can cost. */
  CODES_A_DAY: count(10_000),
  CODES_AN_HOUR_BY_ADDRESS: count(30),
  /** Counts all addresses of one /24, or of one /48 of IPv6. */
  CODES_AN_HOUR_BY_PREFIX: count(150),
  /** To one address that gave no proof of work, as a browser without scripts; three times as many to its prefix. */
  CODES_AN_HOUR_WITHOUT_PROOF: count(3),
  /** Counts the rounds of a key in a proof of work: 2,000 keep a phone busy for a second or so. */
  PROOF_COST: count(2_000),
}
