import { expect, test } from 'vitest'
import { sharedPrefix } from './shared-prefix'

test('names that all start with the same person share them', () => {
  expect(sharedPrefix(['Operator: name', 'Operator: ID number'])).toBe('Operator: ')
})

test('names of two people share nothing: without their persons nobody could tell them apart', () => {
  expect(sharedPrefix(['Operator: name', 'Administrator: name'])).toBe('')
  expect(sharedPrefix(['Operator: name', 'Operator: ID number', 'Administrator: name'])).toBe('')
})

test('a name without a person needs a heading over them', () => {
  const names = ['Operator', 'Operator: ID card, portrait side', 'Operator: ID card, emblem side']
  expect(sharedPrefix(names)).toBe('')
  expect(sharedPrefix(names, { isHeaded: true })).toBe('Operator: ')
})

test('one alone is shown in full, and so are names without a person', () => {
  expect(sharedPrefix(['Operator: name'])).toBe('')
  expect(sharedPrefix(['法定代表人姓名', '法定代表人证件号码'])).toBe('')
  expect(sharedPrefix([])).toBe('')
})
