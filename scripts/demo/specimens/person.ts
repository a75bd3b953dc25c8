import type { IdType } from '@/lib/rulebook/id-types'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import { type Look, lookOf } from './figure'

/** Holds what is declared, by field key. */
export type Declared = Readonly<Record<string, string>>

/** Describes someone as their papers show them. */
export type Holder = {
  name: string
  idType: IdType
  idNumber: string
  birthDate: string
  validFrom: string
  /** Holds YYYY.MM.DD, or 长期. */
  validTo: string
  isFemale: boolean
  look: Look
}

const dotted = (date: string) => date.replaceAll('-', '.')

/** @param subject whose fields: `person`, `legalRep` or `admin` */
export function holderOf(fields: Declared, subject: string): Holder {
  const of = (name: string) => fields[`${subject}.${name}`] ?? ''
  const [name, idNumber] = [of('name') || '样本', of('idNumber')]
  const isFemale = isFemaleNumber(idNumber)
  const validTo = of('idValidTo')
  return {
    name,
    idType: (of('idType') || 'RESIDENT_ID') as IdType,
    idNumber,
    birthDate: of('birthDate'),
    validFrom: dotted(of('idValidFrom')),
    validTo: validTo === LONG_TERM ? '长期' : dotted(validTo),
    isFemale,
    look: lookOf(name, isFemale),
  }
}

/**
 * Returns whether a number is a woman's: the 17th of 18 digits is even. In other numbers the last digit decides, so
 * that the answer is always the same.
 */
function isFemaleNumber(number: string): boolean {
  const digit = /^\d{17}[\dX]$/.test(number) ? number[16] : number.match(/\d(?=\D*$)/)?.[0]
  return Number(digit ?? 0) % 2 === 0
}
