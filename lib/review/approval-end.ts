import 'server-only'
import { open } from '@/lib/crypto/fields'
import { fieldPlace } from '@/lib/qualifications/sealed'
import { LONG_TERM, type Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { validUntil } from './lifecycle'
import type { Claimed } from './read-claimed'

/**
 * When an approval ends: by the rulebook's term, or with the first of the documents that were declared to end, of the
 * fields that the rulebook lets not have ended.
 */
export function approvalEnd({ kind, submissionId, fields, key, now }: Claimed, rulebook: Rulebook): Date {
  const ending = new Set(
    rulesFor(rulebook, kind)
      .groups.flatMap((group) => group.fields)
      .filter(({ checks }) => checks.includes('NOT_ENDED'))
      .map((field) => field.key),
  )
  const lastDays = fields
    .filter((field) => ending.has(field.key))
    .map((field) => open(key, fieldPlace(submissionId, field.key), Buffer.from(field.sealed, 'hex')))
    .filter((value) => value !== '' && value !== LONG_TERM)
  return validUntil(now, rulebook.terms.validityMonths, lastDays)
}
