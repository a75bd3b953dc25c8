import { expect, test } from 'vitest'
import { MINUTE } from '@/lib/core/clock'
import { MOST_COUNTED, MOST_NAMES, StatementNames, USES, WITHIN } from './statement-names'

/** Uses a statement so often, at one moment. Returns the name that it has then. */
function use(names: StatementNames, sql: string, times: number, now = 0): string | undefined {
  let name: string | undefined
  for (let time = 0; time < times; time += 1) name = names.nameOf(sql, now)
  return name
}

test('a statement that is used often has a name from then on, and no other statement has the same', () => {
  const names = new StatementNames()
  expect(use(names, 'SELECT 1', USES - 1)).toBeUndefined()
  expect(use(names, 'SELECT 1', 1)).toBe('s0')
  expect(use(names, 'SELECT 1', 1, 10 * WITHIN)).toBe('s0')
  expect(use(names, 'SELECT 2', USES)).toBe('s1')
})

test('what is used every minute has none, however long the portal serves', () => {
  const names = new StatementNames()
  for (let minute = 0; minute < 1_000; minute += 1) {
    expect(names.nameOf('SELECT 1', minute * MINUTE)).toBeUndefined()
  }
})

test('rare statements, however many, take no name from one that is used often later', () => {
  const names = new StatementNames()
  for (let rare = 0; rare < 3 * MOST_NAMES; rare += 1) {
    expect(use(names, `SELECT ${rare}`, USES - 1, rare * MINUTE)).toBeUndefined()
  }
  expect(use(names, 'SELECT now()', USES, 4 * MOST_NAMES * MINUTE)).toBe('s0')
})

test('there are so many names and no more, and who has one keeps it', () => {
  const names = new StatementNames()
  for (let often = 0; often < MOST_NAMES; often += 1) expect(use(names, `SELECT ${often}`, USES)).toBe(`s${often}`)
  expect(use(names, 'SELECT now()', 2 * USES)).toBeUndefined()
  expect(use(names, 'SELECT 0', 1)).toBe('s0')
})

test('what is counted is bounded: a statement among very many others is counted from zero', () => {
  const names = new StatementNames()
  use(names, 'SELECT now()', USES - 1)
  for (let other = 1; other <= MOST_COUNTED; other += 1) names.nameOf(`SELECT ${other}`, 0)
  expect(use(names, 'SELECT now()', USES - 1)).toBeUndefined()
  expect(use(names, 'SELECT now()', 1)).toBe('s0')
})
