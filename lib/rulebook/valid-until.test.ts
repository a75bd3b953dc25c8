import { describe, expect, test } from 'vitest'
import { validUntil } from './valid-until'

describe('an approval lasts', () => {
  const approvedAt = new Date('2026-11-25T02:00:00Z')

  test.each([
    ['the term', [], '2027-11-25T02:00:00.000Z'],
    ['through the last day in Shanghai of a document that ends before', ['2027-03-01'], '2027-03-01T16:00:00.000Z'],
    ['no longer for a document that ends after', ['2040-01-01'], '2027-11-25T02:00:00.000Z'],
    ['until the first of several', ['2027-06-01', '2026-12-31'], '2026-12-31T16:00:00.000Z'],
  ])('%s', (_, lastDays, until) => {
    expect(validUntil(approvedAt, 12, lastDays).toISOString()).toBe(until)
  })

  test('until the last day of a month that has no such day', () => {
    expect(validUntil(new Date('2028-02-29T02:00:00Z'), 12, []).toISOString()).toBe('2029-02-28T02:00:00.000Z')
    expect(validUntil(new Date('2027-01-31T02:00:00Z'), 1, []).toISOString()).toBe('2027-02-28T02:00:00.000Z')
  })
})
