import { maskedNumber, readableNumber } from '@/lib/accounts/mobile-number'
import { masked } from '@/lib/core/masked'
import type { FieldRule } from '@/lib/rulebook/rulebook'

type Field = Pick<FieldRule, 'type' | 'sensitive' | 'checks'>

/** A person's name with all but its first character covered: 张*, 欧***. */
export function maskedName(name: string): string {
  const [first = '', ...rest] = name
  return `${first}${'*'.repeat(rest.length)}`
}

/** A declared value as it is told of who may not be known by it: enough to tell people apart, not to use it. */
export function maskedValue({ type, sensitive, checks }: Field, value: string): string {
  if (checks.includes('PERSON_NAME')) return maskedName(value)
  if (type === 'PHONE') return maskedNumber(value)
  return sensitive ? masked(value).replaceAll('•', '*') : value
}

/** The same in full, as people write it. */
export const plainValue = ({ type }: Field, value: string): string => (type === 'PHONE' ? readableNumber(value) : value)
