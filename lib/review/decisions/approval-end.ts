import 'server-only'
import { open } from '@/lib/crypto/fields'
import { fieldPlace } from '@/lib/qualifications/sealed'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { declaredEnds, validUntil } from '@/lib/rulebook/valid-until'
import type { Claimed } from '../claims/read-claimed'

type Approved = Pick<Claimed, 'kind' | 'submissionId' | 'fields' | 'key' | 'now'>

export type ApprovalEnd = {
  validUntil: Date
  /** The field group whose date is over already; null when none is. */
  endedWith: string | null
}

/**
 * Returns when an approval ends: after the rulebook's term, or with the first document that expires, by the fields
 * whose date the rulebook requires to be in the future. Answers that other answers no longer require don't count.
 */
export function approvalEnd(
  { kind, submissionId, fields: sealed, key, now }: Approved,
  rulebook: Rulebook,
): ApprovalEnd {
  const fields = Object.fromEntries(
    sealed.map((field) => [
      field.key,
      open(key, fieldPlace(submissionId, field.key), Buffer.from(field.sealed, 'hex')),
    ]),
  )
  const endOf = (lastDays: readonly string[]) => validUntil(now, rulebook.terms.validityMonths, lastDays)
  const ends = declaredEnds(rulebook, { kind, fields })
  return {
    validUntil: endOf(ends.map(({ day }) => day)),
    endedWith: ends.find(({ day }) => endOf([day]) <= now)?.group ?? null,
  }
}
