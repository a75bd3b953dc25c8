import { maskNumber, maskPersonName, maskPhone } from '@/lib/core/masking'
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
