import { type IdType, LONG_TERM } from '@/lib/rulebook/rulebook'
import { type Look, lookOf } from './figure'

/** What is declared, by field key. */
export type Declared = Readonly<Record<string, string>>

/** Someone as their papers show them. */
export type Holder = {
  name: string
  idType: IdType
  idNumber: string
  birthDate: string
  validFrom: string
  /** YYYY.MM.DD, or 长期. */
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

/** In an 18-digit number the 17th digit is even for women; elsewhere the last digit decides, so that it is the same each time. */
function isFemaleNumber(number: string): boolean {
  const digit = /^\d{17}[\dX]$/.test(number) ? number[16] : number.match(/\d(?=\D*$)/)?.[0]
  return Number(digit ?? 0) % 2 === 0
}
