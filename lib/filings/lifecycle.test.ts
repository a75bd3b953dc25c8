import { expect, test } from 'vitest'
import { FilingState } from '@/lib/db/generated/enums'
import { type FilingEntry, filingProblem, mayFollow, storedFiling } from './lifecycle'

const STATES = Object.values(FilingState)

test('which state may follow which', () => {
  const pairs = STATES.flatMap((from) => STATES.filter((to) => mayFollow(from, to)).map((to) => `${from} ${to}`))
  expect(pairs).toEqual([
    'NOT_FILED FILED',
    'FILED NOT_FILED',
    'FILED FILED',
    'FILED EFFECTIVE',
    'FILED FAILED',
    'EFFECTIVE EFFECTIVE',
    'EFFECTIVE FAILED',
    'FAILED FILED',
    'FAILED FAILED',
  ])
})

const TODAY = '2026-11-25'
const entry = (state: FilingState, more: Partial<FilingEntry> = {}): FilingEntry => ({
  state,
  extensionNumber: null,
  reason: null,
  filedOn: '2026-11-20',
  effectiveOn: null,
  ...more,
})

test.each([
  [entry('NOT_FILED', { filedOn: null }), null],
  [entry('FILED'), null],
  [entry('FILED', { filedOn: TODAY }), null],
  [entry('FILED', { filedOn: null }), 'FILED_ON_MISSING'],
  [entry('FILED', { filedOn: '2026-11-26' }), 'FILED_ON_IN_FUTURE'],
  [entry('EFFECTIVE'), 'EFFECTIVE_ON_MISSING'],
  [entry('EFFECTIVE', { effectiveOn: '2026-11-20' }), null],
  [entry('EFFECTIVE', { effectiveOn: '2026-11-26' }), 'EFFECTIVE_ON_IN_FUTURE'],
  [entry('EFFECTIVE', { effectiveOn: '2026-11-19' }), 'EFFECTIVE_BEFORE_FILED'],
  [entry('FAILED'), 'REASON_MISSING'],
  [entry('FAILED', { reason: '资料不符' }), null],
  [entry('FAILED', { reason: '经办人 138 0013 8000 未接听' }), 'NOTE_WITH_NUMBER'],
  [entry('FILED', { reason: '经办人 138 0013 8000 未接听' }), null],
  [entry('FAILED', { reason: '资料不符', effectiveOn: '2026-11-19' }), 'EFFECTIVE_BEFORE_FILED'],
])('%j: %s', (given, problem) => {
  expect(filingProblem(given, TODAY)).toBe(problem)
})

test('a state has only its own fields', () => {
  const all = { extensionNumber: '106', reason: '资料不符', filedOn: '2026-11-20', effectiveOn: '2026-11-21' }
  const kept = (state: FilingState) => storedFiling({ state, ...all })
  expect(kept('NOT_FILED')).toEqual(entry('NOT_FILED', { filedOn: null }))
  expect(kept('FILED')).toEqual(entry('FILED', { extensionNumber: '106' }))
  expect(kept('EFFECTIVE')).toEqual({ state: 'EFFECTIVE', ...all, reason: null })
  expect(kept('FAILED')).toEqual({ state: 'FAILED', ...all })
})
