import 'server-only'
import { open } from '@/lib/crypto/fields'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { askedGroups } from '@/lib/rulebook/asked'
import { LONG_TERM, type Rulebook } from '@/lib/rulebook/rulebook'
import { validUntil } from './lifecycle'
import type { Claimed } from './read-claimed'

type Approved = Pick<Claimed, 'kind' | 'submissionId' | 'fields' | 'key' | 'now'>

export type ApprovalEnd = {
  validUntil: Date
  /** The field group with whose date it is over already; null when it isn't. */
  endedWith: string | null
}

/**
 * When an approval ends: by the rulebook's term, or with the first of the documents that were declared to end, of the
 * fields that the rulebook lets not have ended. What was answered before other answers made it unasked ends nothing.
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
  const lastDays = askedGroups(rulebook, { kind, fields }).flatMap((group) =>
    group.fields
      .filter(({ checks }) => checks.includes('NOT_ENDED'))
      .map((field) => ({ group: group.key, day: fields[field.key] ?? '' }))
      .filter(({ day }) => day !== '' && day !== LONG_TERM),
  )
  return {
    validUntil: endOf(lastDays.map(({ day }) => day)),
    endedWith: lastDays.find(({ day }) => endOf([day]) <= now)?.group ?? null,
  }
}
