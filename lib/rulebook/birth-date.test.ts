import { expect, test } from 'vitest'
import { birthDateIn, numberWithBirthDate, withBirthDates } from './birth-date'

const RESIDENT = { 'person.idType': 'RESIDENT_ID', 'person.idNumber': '11010519491231002X' }

test('an 18-character number contains a date of birth; one without a real date contains none', () => {
  expect(birthDateIn('11010519491231002X')).toBe('1949-12-31')
  for (const number of ['11010519490231002X', '11010519491231002', 'E12345678', ''])
    expect(birthDateIn(number)).toBeNull()
})

test('only types of ID that always have such a number give the date of birth', () => {
  expect(numberWithBirthDate('person.birthDate', RESIDENT)).toBe('person.idNumber')
  expect(numberWithBirthDate('admin.birthDate', RESIDENT)).toBeNull()
  expect(numberWithBirthDate('person.name', RESIDENT)).toBeNull()
  expect(numberWithBirthDate('person.birthDate', { ...RESIDENT, 'person.idType': 'PASSPORT' })).toBeNull()
})

test('a date that was not typed is filled in; one that was typed stays, so that a contradiction is found', () => {
  const filled = { ...RESIDENT, 'person.birthDate': '1949-12-31' }
  expect(withBirthDates(RESIDENT)).toEqual(filled)
  expect(withBirthDates({ ...RESIDENT, 'person.birthDate': '' })).toEqual(filled)
  const typed = { ...RESIDENT, 'person.birthDate': '1950-01-01' }
  expect(withBirthDates(typed)).toEqual(typed)
  const number = { 'person.idNumber': RESIDENT['person.idNumber'] }
  const type = { 'person.idType': 'RESIDENT_ID' }
  expect(withBirthDates(number, type)).toEqual({ ...number, 'person.birthDate': '1949-12-31' })
  expect(withBirthDates(type, number)).toEqual({ ...type, 'person.birthDate': '1949-12-31' })
  expect(withBirthDates({ 'person.name': '王小明' }, RESIDENT)).toEqual({ 'person.name': '王小明' })
  expect(withBirthDates(number, { 'person.idType': 'PASSPORT' })).toEqual(number)
  const passport = { 'person.idType': 'PASSPORT', 'person.idNumber': '11010519491231002X' }
  expect(withBirthDates(passport)).toEqual(passport)
})
