import type { IdType } from '@/lib/rulebook/id-types'
import { LONG_TERM } from '@/lib/rulebook/long-term'
import {
  hongKongPermitNumber,
  passportNumber,
  permanentResidentNumber,
  residencePermitNumber,
  residentNumber,
  taiwanPermitNumber,
} from './numbers'

/** Names that say of themselves that they are made up: 杨本 sounds like 样本 (specimen), 贾铭 like 假名 (false name). */
const NAMES = [
  '杨本',
  '贾铭',
  '史例',
  '范例',
  '余示',
  '吴名',
  '严示',
  '贾设',
  '杨章',
  '甄佳',
  '莫须由',
  '吴此仁',
  '游例',
  '梅有',
  '郝申',
  '易例',
  '舒拟',
  '虚竹笙',
  '苗绘',
  '谢样',
  '图例',
  '柯仿',
  '尹证',
  '言释',
  '程稿',
  '路演',
  '薄样',
  '单例',
  '白描',
  '成例',
] as const

const PROVINCES = [11, 31, 33, 44, 51, 42, 37, 61] as const

export type Person = {
  name: string
  idType: IdType
  idNumber: string
  birthDate: string
  idValidFrom: string
  idValidTo: string
}

/** @param serial the same person each time. @param given what is to be otherwise */
export function person(serial: number, given: Partial<Person> = {}): Person {
  const idType = given.idType ?? 'RESIDENT_ID'
  const birthDate = `${1968 + ((serial * 7) % 36)}-${two(1 + ((serial * 5) % 12))}-${two(1 + ((serial * 11) % 28))}`
  return {
    name: NAMES[serial % NAMES.length] ?? NAMES[0],
    idType,
    idNumber: numberOf(idType, birthDate, serial),
    birthDate,
    idValidFrom: `${2016 + (serial % 7)}-0${1 + (serial % 9)}-15`,
    idValidTo:
      idType === 'RESIDENT_ID' && serial % 4 === 0 ? LONG_TERM : `${2032 + (serial % 7)}-0${1 + (serial % 9)}-15`,
    ...given,
  }
}

const two = (number: number) => `${number}`.padStart(2, '0')

function numberOf(idType: IdType, birthDate: string, serial: number): string {
  switch (idType) {
    case 'RESIDENT_ID':
      return residentNumber(PROVINCES[serial % PROVINCES.length] ?? 11, birthDate, serial + 1)
    case 'HMT_RESIDENCE_PERMIT':
      return residencePermitNumber(81, birthDate, serial + 1)
    case 'FOREIGN_PERMANENT_RESIDENT_ID':
      return permanentResidentNumber(birthDate, serial + 1)
    case 'HK_MACAO_PERMIT':
      return hongKongPermitNumber(serial)
    case 'TAIWAN_PERMIT':
      return taiwanPermitNumber(serial)
    case 'PASSPORT':
      return passportNumber(serial)
  }
}

/** Returns a person as the fields of a subject: `person`, `legalRep` or `admin`. */
export function fieldsOf(subject: string, someone: Person): Record<string, string> {
  return Object.fromEntries(Object.entries(someone).map(([name, value]) => [`${subject}.${name}`, value]))
}
