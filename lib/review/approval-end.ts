import 'server-only'
import { open } from '@/lib/crypto/fields'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { askedGroups } from '@/lib/rulebook/asked'
import { LONG_TERM, type Rulebook } from '@/lib/rulebook/rulebook'
import { validUntil } from './lifecycle'
import type { Claimed } from './read-claimed'

type Approved = Pick<Claimed, 'kind' | 'submissionId' | 'fields' | 'key' | 'now'>

/**
 * When an approval ends: by the rulebook's term, or with the first of the documents that were declared to end, of the
 * fields that the rulebook lets not have ended. What was answered before other answers made it unasked ends nothing.
 */
export function approvalEnd({ kind, submissionId, fields: sealed, key, now }: Approved, rulebook: Rulebook): Date {
  const fields = Object.fromEntries(
    sealed.map((field) => [
      field.key,
      open(key, fieldPlace(submissionId, field.key), Buffer.from(field.sealed, 'hex')),
    ]),
  )
  const lastDays = askedGroups(rulebook, { kind, fields })
    .flatMap((group) => group.fields)
    .filter(({ checks }) => checks.includes('NOT_ENDED'))
    .map((field) => fields[field.key] ?? '')
    .filter((value) => value !== '' && value !== LONG_TERM)
  return validUntil(now, rulebook.terms.validityMonths, lastDays)
}
