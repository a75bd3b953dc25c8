import { expect, test } from 'vitest'
import { HEAD } from './route'

test('an answer without a body is none: a view of a picture counts for granting', () => {
  const answer = HEAD()
  expect([answer.status, answer.headers.get('Allow'), answer.body]).toEqual([405, 'GET', null])
})
