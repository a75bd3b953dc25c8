import { expect, test } from 'vitest'
import { expectedAnswer } from './expected-answer'

const usual = { medianSeconds: 3 * 3_600, mostSeconds: 20 * 3_600, decided: 40 }
const submittedAt = new Date('2026-11-28T01:10:00Z')
const at = (time: string) => expectedAnswer(usual, submittedAt, new Date(time))

test('an answer is expected after the usual times, rounded up to the hour', () => {
  const by = new Date('2026-11-28T05:00:00Z')
  expect(at('2026-11-28T01:10:00Z')).toEqual({ decided: 40, by, most: new Date('2026-11-28T22:00:00Z') })
})

test('nothing is promised for a time that has passed', () => {
  expect(at('2026-11-28T05:00:00Z')).toMatchObject({ by: null, most: new Date('2026-11-28T22:00:00Z') })
  expect(at('2026-11-28T22:00:00Z')).toEqual({ decided: 40, by: null, most: null })
})

test('too few cases give no time', () => {
  expect(expectedAnswer(null, submittedAt, submittedAt)).toBeNull()
})
