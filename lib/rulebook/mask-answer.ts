import { maskNumber, maskOrganisationName, maskPersonName, maskPhone } from '@/lib/core/masking'
import type { FieldRule } from './rulebook'

/** Returns an answer masked as its field requires. What identifies no person stays as it is. */
export function maskAnswer(
  { type, sensitive, checks }: Pick<FieldRule, 'type' | 'sensitive' | 'checks'>,
  value: string,
) {
  if (checks.includes('PERSON_NAME')) return maskPersonName(value)
  if (type === 'PHONE') return maskPhone(value)
  // A date of birth, which the check of age identifies, would complete a masked ID number.
  return sensitive || checks.includes('ADULT') ? maskNumber(value) : value
}

const TYPED: ReadonlySet<FieldRule['type']> = new Set(['TEXT', 'LONG_TEXT'])

/**
 * Returns an answer as a client without `personal:read` sees it: what names a customer, and free text, is covered too.
 */
export function maskTyped(rule: FieldRule, value: string): string {
  const masked = maskAnswer(rule, value)
  return masked === value && TYPED.has(rule.type) ? maskOrganisationName(value) : masked
}
