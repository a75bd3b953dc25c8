import { expect, test } from 'vitest'
import type { Reading } from '@/lib/checks/reading'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { anOrganisationContent } from '@/tests/factories/contents'
import { aReading } from '@/tests/factories/readings'
import { BUILT_IN_RULEBOOK as RULEBOOK } from '../built-in'
import { LONG_TERM } from '../long-term'
import { requiredSlots } from '../required-slots'
import { differences, readAnswers, readBeside } from './differences'

const TODAY = '2026-11-28'
const BLURRED = { ...aReading().quality, blur: true }

function found(kind: DocumentKind, pages: Reading[], fields: Record<string, string> = {}, unreadable = '') {
  const content = anOrganisationContent(fields)
  const required = requiredSlots(RULEBOOK, content).find(({ slot }) => slot.kind === kind)
  if (!required) throw new Error(`No slot for ${kind}`)
  const context = { today: TODAY, isReadable: (character: string) => !unreadable.includes(character) }
  return differences(RULEBOOK, content, { ...required, pages }, context).map(({ code, severity, place }) => [
    severity,
    code,
    'key' in place ? place.key : place.on,
  ])
}

const portrait = (fields: Parameters<typeof aReading>[0]) => [aReading(fields)]
const emblem = (validFrom: string, validTo: string) => [aReading({ side: 'EMBLEM', fields: { validFrom, validTo } })]
const licence = (fields: NonNullable<Parameters<typeof aReading>[0]>['fields']) => [
  aReading({ kind: 'LICENCE', side: null, ...(fields && { fields }) }),
]

test('an ID that says what was declared gives nothing', () => {
  expect(
    found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '王样本', idNumber: '11010519491231002X' } })),
  ).toEqual([])
  expect(found('LEGAL_REP_ID_EMBLEM', emblem('2016-03-01', LONG_TERM))).toEqual([])
})

test('one other digit, or character, is a warning at its field', () => {
  const pages = portrait({ fields: { name: '王样木', idNumber: '110105194912310028' } })
  expect(found('LEGAL_REP_ID_PORTRAIT', pages)).toEqual([
    ['warn', 'NAME_MISMATCH', 'legalRep.name'],
    ['warn', 'NUMBER_MISMATCH', 'legalRep.idNumber'],
  ])
})

test('what the reader is not sure of is not compared, and neither is what was not declared', () => {
  expect(found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '王' }, confidence: 0.89 }))).toEqual([])
  expect(found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '王' } }), { 'legalRep.name': '' })).toEqual([])
})

test('of several pages the surest value counts', () => {
  const pages = [
    ...portrait({ fields: { name: '王样木' }, confidence: 0.91 }),
    ...portrait({ fields: { name: '王样本' }, confidence: 0.98 }),
  ]
  expect(found('LEGAL_REP_ID_PORTRAIT', pages)).toEqual([])
})

test('a character that the reader does not know is no difference, but another one is', () => {
  const declared = { 'legalRep.name': '王翀本' }
  expect(found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '王冲本' } }), declared, '翀')).toEqual([])
  expect(found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '王本' } }), declared, '翀')).toEqual([])
  expect(found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '李冲本' } }), declared, '翀')).toHaveLength(1)
})

test('dots, spaces and the width of letters are no difference of names', () => {
  const declared = { 'legalRep.name': '买买提·艾力' }
  expect(found('LEGAL_REP_ID_PORTRAIT', portrait({ fields: { name: '买买提艾力' } }), declared)).toEqual([])
  expect(found('LICENCE', licence({ name: '样本科技(北京) 有限公司' }))).toEqual([])
})

test('another validity is a warning at each date, and one that is over at the document', () => {
  expect(found('LEGAL_REP_ID_EMBLEM', emblem('2016-03-02', '2036-03-01'))).toEqual([
    ['warn', 'DATE_INVALID', 'legalRep.idValidFrom'],
    ['warn', 'DATE_INVALID', 'legalRep.idValidTo'],
  ])
  expect(found('LEGAL_REP_ID_EMBLEM', emblem('2016-03-01', '2026-11-27'))).toEqual([['warn', 'EXPIRED', 'DOCUMENT']])
  expect(
    found('LEGAL_REP_ID_EMBLEM', emblem('2016-03-01', TODAY), { 'legalRep.idValidTo': TODAY }),
    'its last day',
  ).toEqual([])
})

test('another date of birth is a warning at its field, and of a number that contains it once', () => {
  const passport = {
    'legalRep.idType': 'PASSPORT',
    'legalRep.idNumber': 'L898902C3',
    'legalRep.birthDate': '1974-08-12',
  }
  const page = (birthDate: string) => [aReading({ kind: 'PASSPORT', fields: { idNumber: 'L898902C3', birthDate } })]
  expect(found('LEGAL_REP_ID_PORTRAIT', page('1974-08-12'), passport)).toEqual([])
  expect(found('LEGAL_REP_ID_PORTRAIT', page('1974-08-13'), passport)).toEqual([
    ['warn', 'DATE_INVALID', 'legalRep.birthDate'],
  ])
  const resident = portrait({ fields: { idNumber: '110105194912310021', birthDate: '1949-12-31' } })
  const other = { 'legalRep.idNumber': '110105199001010018', 'legalRep.birthDate': '1990-01-01' }
  expect(found('LEGAL_REP_ID_PORTRAIT', resident, other)).toEqual([['warn', 'NUMBER_MISMATCH', 'legalRep.idNumber']])
})

test('a permit and a passport have their validity on the side with the portrait', () => {
  const page = (kind: 'PASSPORT' | 'HK_MACAO_PERMIT') => [aReading({ kind, fields: { validTo: '2036-03-02' } })]
  for (const kind of ['PASSPORT', 'HK_MACAO_PERMIT'] as const) {
    const declared = { 'legalRep.idType': kind, 'legalRep.idValidTo': '2036-03-01' }
    expect(found('LEGAL_REP_ID_PORTRAIT', page(kind), declared)).toEqual([
      ['warn', 'DATE_INVALID', 'legalRep.idValidTo'],
    ])
    const content = anOrganisationContent({ ...declared, 'legalRep.idValidTo': '' })
    const slots = requiredSlots(RULEBOOK, content).map((slot) => ({
      ...slot,
      pages: slot.slot.kind === 'LEGAL_REP_ID_PORTRAIT' ? page(kind) : [],
    }))
    expect(readAnswers(content, slots)).toEqual({ 'legalRep.idValidTo': '2036-03-02' })
  }
  // A resident's card has it on the other side.
  const resident = [aReading({ fields: { validTo: '2036-03-02' } })]
  expect(found('LEGAL_REP_ID_PORTRAIT', resident, { 'legalRep.idValidTo': '2036-03-01' })).toEqual([])
})

test('the date of birth is that in a confirmed number, where the printed one was not read or is doubted', () => {
  const [sure, doubted] = [
    aReading({ fields: { idNumber: '11010519491231002X' } }),
    aReading({ fields: { birthDate: '1949-12-30' }, confidence: 0.5 }),
  ]
  const page = { ...sure, fields: { ...sure.fields, ...doubted.fields } }
  for (const pages of [[sure], [page]]) {
    const declared = { 'legalRep.birthDate': '1949-12-30' }
    expect(found('LEGAL_REP_ID_PORTRAIT', pages, declared)).toEqual([['warn', 'DATE_INVALID', 'legalRep.birthDate']])
    const content = anOrganisationContent({ 'legalRep.birthDate': '' })
    const slots = requiredSlots(RULEBOOK, content).map((slot) => ({
      ...slot,
      pages: slot.slot.kind === 'LEGAL_REP_ID_PORTRAIT' ? pages : [],
    }))
    expect(readAnswers(content, slots)).toEqual({ 'legalRep.birthDate': '1949-12-31' })
  }
  // The number of a passport contains none, whatever it looks like.
  const passport = [aReading({ kind: 'PASSPORT', fields: { idNumber: '11010519491231002X' } })]
  const declared = { 'legalRep.idType': 'PASSPORT', 'legalRep.birthDate': '1990-01-01' }
  expect(found('LEGAL_REP_ID_PORTRAIT', passport, declared)).toEqual([])
})

test('a licence is compared with the organisation and its legal representative', () => {
  const said = {
    name: '样本科技（上海）有限公司',
    code: '91110105MA00EXAM2E',
    legalRep: '李样本',
    validTo: '2038-05-03',
  }
  expect(found('LICENCE', licence(said)).toSorted(([, a = ''], [, b = '']) => a.localeCompare(b))).toEqual([
    ['warn', 'CODE_MISMATCH', 'organisation.code'],
    ['warn', 'DATE_INVALID', 'organisation.validTo'],
    ['warn', 'NAME_MISMATCH', 'legalRep.name'],
    ['warn', 'ORGANISATION_MISMATCH', 'organisation.name'],
  ])
  expect(found('LICENCE', licence({ name: '样本科技（北京）有限公司', code: '91110105MA00EXAM1E' }))).toEqual([])
})

test('what is still empty is read from photographs, for a person to confirm', () => {
  const empty = { 'legalRep.idType': '', 'legalRep.name': '', 'legalRep.idNumber': '', 'legalRep.idValidTo': '' }
  const content = anOrganisationContent(empty)
  const slots = requiredSlots(RULEBOOK, content).map((slot) => {
    const { kind } = slot.slot
    if (kind === 'LEGAL_REP_ID_PORTRAIT') {
      return { ...slot, pages: portrait({ fields: { name: '赵样本', idNumber: '11010519491231002X' } }) }
    }
    if (kind === 'LEGAL_REP_ID_EMBLEM') return { ...slot, pages: emblem('2001-01-01', '2036-03-01') }
    if (kind === 'LICENCE')
      return { ...slot, pages: [aReading({ kind: 'LICENCE', side: null, fields: { code: 'X' } })] }
    return { ...slot, pages: [] }
  })
  expect(readAnswers(content, slots)).toEqual({
    'legalRep.idType': 'RESIDENT_ID',
    'legalRep.name': '赵样本',
    'legalRep.idNumber': '11010519491231002X',
    'legalRep.idValidTo': '2036-03-01',
  })
  const unsure = slots.map((slot) => ({ ...slot, pages: slot.pages.map((page) => ({ ...page, quality: BLURRED })) }))
  expect(readAnswers(content, unsure)).toEqual({})
})

test('what agrees, and what differs, is said next to the answers; a doubtful picture says nothing', () => {
  const content = anOrganisationContent({})
  const name = (kind: DocumentKind, read: string) => {
    if (kind === 'LEGAL_REP_ID_PORTRAIT') return portrait({ fields: { name: read, idNumber: '11010519491231002X' } })
    return kind === 'LICENCE' ? licence({ legalRep: '王样本' }) : []
  }
  const beside = (read: string) => {
    const slots = requiredSlots(RULEBOOK, content).map((slot) => ({ ...slot, pages: name(slot.slot.kind, read) }))
    const all = Object.entries(readBeside(RULEBOOK, content, slots, { today: TODAY, isReadable: () => true }))
    return Object.fromEntries(all.map(([key, { value, isSame, page }]) => [key, { value, isSame, on: page.kind }]))
  }
  const number = {
    'legalRep.idNumber': { value: '11010519491231002X', isSame: true, on: 'RESIDENT_ID' },
    'legalRep.birthDate': { value: '1949-12-31', isSame: true, on: 'RESIDENT_ID' },
  }
  expect(beside('王样本')).toEqual({ ...number, 'legalRep.name': { value: '王样本', isSame: true, on: 'RESIDENT_ID' } })
  expect(beside('李样本')).toEqual({
    ...number,
    'legalRep.name': { value: '李样本', isSame: false, on: 'RESIDENT_ID' },
  })
})
