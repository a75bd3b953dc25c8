import { describe, expect, it } from 'vitest'
import { mobileNumber } from '@/lib/accounts/mobile-number'
import { isOrganisationCode, isSocialCreditCode } from '@/lib/core/official-numbers/organisation-codes'
import { idNumberProblem } from '@/lib/rulebook/checks/id-number'
import {
  creditCode,
  hongKongPermitNumber,
  organisationCode,
  passportNumber,
  permanentResidentNumber,
  phoneNumber,
  residencePermitNumber,
  residentNumber,
  taiwanPermitNumber,
} from './numbers'

const SERIALS = Array.from({ length: 60 }, (_, i) => i)
const BORN = '1988-02-29'

describe('numbers of nobody', () => {
  it.each([
    ['RESIDENT_ID', (serial: number) => residentNumber(33, BORN, serial)],
    ['HMT_RESIDENCE_PERMIT', (serial: number) => residencePermitNumber(82, BORN, serial)],
    ['FOREIGN_PERMANENT_RESIDENT_ID', (serial: number) => permanentResidentNumber(BORN, serial)],
    ['HK_MACAO_PERMIT', hongKongPermitNumber],
    ['TAIWAN_PERMIT', taiwanPermitNumber],
    ['PASSPORT', passportNumber],
  ] as const)('of %s pass the check, each another', (type, numberOf) => {
    const numbers = SERIALS.map(numberOf)
    expect(numbers.filter((number) => idNumberProblem(number, type, BORN))).toEqual([])
    expect(new Set(numbers).size).toBe(numbers.length)
  })

  it('of organisations pass theirs', () => {
    expect(SERIALS.map(organisationCode).filter((code) => !isOrganisationCode(code))).toEqual([])
    expect(SERIALS.map((serial) => creditCode('91', serial)).filter((code) => !isSocialCreditCode(code))).toEqual([])
  })

  it('of phones are taken as they are', () => {
    expect(SERIALS.map(phoneNumber).filter((number) => mobileNumber(number) !== number)).toEqual([])
  })
})
