import type { Carrier, FilingState, QualificationStatus } from '@/lib/db/generated/enums'

/** A qualification of an account that was approved with a sender signature, with all that time does to it. */
export type Approved = {
  qualificationId: string
  status: QualificationStatus
  decidedAt: Date
  validUntil: Date
  purposes: readonly string[]
  /** Say when the principal's authorisation starts, and when it is over, where the signature is used on behalf. */
  startsAt: Date | null
  endsAt: Date | null
  filings: readonly { carrier: Carrier; state: FilingState; extensionNumber: string | null }[]
}

/** Says what may be sent with one carrier, from a moment to another. */
export type Allowance = {
  carrier: Carrier
  uses: readonly string[]
  from: Date | null
  until: Date
  qualificationId: string
  extensionNumber: string | null
}

/**
 * Returns everything that the gate allows for a sender, now and later, as long as nothing but time changes: `verdictOf`
 * for every moment at once. A suspension stops the others until the suspended one's own validity is over.
 */
export function allowancesOf(all: readonly Approved[]): Allowance[] {
  const revoked = all.filter(({ status }) => status === 'REVOKED')
  const standing = all.filter(({ status, decidedAt }) => {
    return status !== 'REVOKED' && !revoked.some((one) => one.decidedAt > decidedAt)
  })
  const stopped = standing.filter(({ status }) => status !== 'APPROVED' && status !== 'EXPIRED')
  const free = latest(stopped.map(({ validUntil }) => validUntil))
  return standing
    .filter(({ status, purposes }) => status === 'APPROVED' && purposes.length > 0)
    .flatMap(({ qualificationId, validUntil, purposes, startsAt, endsAt, filings }) => {
      const from = latest([free, startsAt].flatMap((at) => at ?? []))
      const until = endsAt && endsAt < validUntil ? endsAt : validUntil
      if (from && from >= until) return []
      return filings
        .filter(({ state }) => state === 'EFFECTIVE')
        .map(({ carrier, extensionNumber }) => {
          return { carrier, uses: purposes, from, until, qualificationId, extensionNumber }
        })
    })
}

const latest = (times: readonly Date[]): Date | null =>
  times.reduce<Date | null>((last, at) => (last && last > at ? last : at), null)
