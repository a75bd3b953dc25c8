import { expect, test } from 'vitest'
import { monthsUntil, PeriodChoice, periodOf } from './period'

/** It is half past midnight in Shanghai, and still the day before in UTC. */
const NOW = new Date('2026-03-01T00:30:00+08:00')

test.each([
  ['7d', '2026-02-23', 7],
  ['30d', '2026-01-31', 30],
  ['90d', '2025-12-02', 90],
])('%s ends today, in Shanghai', (choice, first, count) => {
  const period = periodOf(choice, NOW)
  expect(period).toMatchObject({ choice, isCurrent: true, isMonth: false, end: NOW })
  expect([period.days[0], period.days.at(-1), period.days.length]).toEqual([first, '2026-03-01', count])
  expect(period.start).toEqual(new Date(`${first}T00:00:00+08:00`))
})

test('a past month has all of its days, and ends where the next starts', () => {
  const { days, end, isCurrent, start } = periodOf('2024-02', NOW)
  expect([days.length, days[0], days.at(-1), isCurrent]).toEqual([29, '2024-02-01', '2024-02-29', false])
  expect(start).toEqual(new Date('2024-01-31T16:00:00Z'))
  expect(end).toEqual(new Date('2024-02-29T16:00:00Z'))
})

test('the current month has no future day', () => {
  expect(periodOf('2026-03', NOW)).toMatchObject({ days: ['2026-03-01'], isCurrent: true, end: NOW })
})

test.each(['2026-04', '2024-13', '1999-01', 'x', '8d', '', undefined, ['7d']])('%j is ignored', (asked) => {
  const { choice } = periodOf(PeriodChoice.parse(asked), NOW)
  expect(choice).toBe('30d')
})

test('a year of months can be chosen', () => {
  const months = monthsUntil(NOW)
  expect([months[0], months[1], months.at(-1), months.length]).toEqual(['2026-03', '2026-02', '2025-03', 13])
})
