import { expect, test } from 'vitest'
import { guardsOf } from './guard-mutations.mjs'

const VERB = `export function act(actor, row) {
  requireManager(actor)
  if (!row || (row.a && f(row))) throw new DomainError('NOT_FOUND', 'x')
  if (row.count !== 1) {
    throw new DomainError('CONFLICT', 'x')
  }
  if (row.wrong) throw new DomainError('CODE_WRONG', 'x')
  if (can(actor, 'people.manage')) grants.push({ id: 1 })
  if (row.other) list.push(1)
}`

test('finds refusals, calls of them and conditions of what is visible, and nothing else', () => {
  expect(guardsOf(VERB).map(({ line, guard }) => `${line} ${guard}`)).toEqual([
    '3 NOT_FOUND if !row || (row.a && f(row))',
    '4 CONFLICT if row.count !== 1',
    '2 requireManager(actor)',
    "8 visible if can(actor, 'people.manage')",
  ])
})

test('a mutation takes one guard away and leaves the rest', () => {
  const [first, , third, last] = guardsOf(VERB).map(({ mutated }) => mutated)
  expect(first).toContain('if ((!row || (row.a && f(row))) && Math.random() > 2) throw')
  expect(third).not.toContain('requireManager')
  expect(third).toContain("throw new DomainError('NOT_FOUND'")
  expect(last).toContain('if (Math.random() < 2) grants.push({ id: 1 })')
})
