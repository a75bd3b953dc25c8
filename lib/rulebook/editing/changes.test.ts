import { expect, test } from 'vitest'
import { BUILT_IN_REASONS, BUILT_IN_RULEBOOK } from '../built-in'
import { changesBetween } from './changes'

test('a copy under another name has no changes', () => {
  const copy = { ...structuredClone(BUILT_IN_RULEBOOK), version: 'cn-mainland/2030-01', effectiveFrom: '2030-01-01' }
  expect(changesBetween(BUILT_IN_RULEBOOK, copy)).toEqual([])
})

test('each difference is named by its path, regardless of the order of its list', () => {
  const before = {
    terms: { a: 1, b: 2 },
    documents: [
      { kind: 'ONE', max: 1 },
      { kind: 'TWO', max: 2, takes: ['x'] },
    ],
  }
  const after = { terms: { a: 1, b: 3 }, documents: [{ kind: 'TWO', max: 2, takes: ['x', 'y'] }, { kind: 'THREE' }] }
  expect(changesBetween(before, after)).toEqual([
    { path: ['terms', 'b'], before: 2, after: 3 },
    { path: ['documents', 'ONE'], before: { kind: 'ONE', max: 1 }, after: undefined },
    { path: ['documents', 'TWO', 'takes'], before: ['x'], after: ['x', 'y'] },
    { path: ['documents', 'THREE'], before: undefined, after: { kind: 'THREE' } },
  ])
})

test('a reason is named by its code, and each language is a change of its own', () => {
  const after = structuredClone(BUILT_IN_REASONS)
  const glare = after.reasons.find(({ code }) => code === 'GLARE')
  Object.assign(glare ?? {}, { kind: 'final' })
  Object.assign(glare?.name ?? {}, { en: 'Glaring' })
  expect(changesBetween(BUILT_IN_REASONS, after).map(({ path, after }) => [...path, after].join(' '))).toEqual([
    'reasons GLARE kind final',
    'reasons GLARE name en Glaring',
  ])
})

test('a member without a name is named by its position', () => {
  expect(
    changesBetween({ clauses: [{ text: 'a' }, { text: 'b' }] }, { clauses: [{ text: 'a' }, { text: 'c' }] }),
  ).toEqual([{ path: ['clauses', '2', 'text'], before: 'b', after: 'c' }])
})
