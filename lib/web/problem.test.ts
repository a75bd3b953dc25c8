import { expect, test } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { problemResponse } from './problem'

test('a refusal that may not last says so, and when to try again', async () => {
  const answer = problemResponse(new DomainError('TRY_AGAIN', "The blob store can't be used"), 'its id')
  expect(answer.status).toBe(503)
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
  expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
  // Why it can't is for the log alone.
  expect(await answer.json()).toEqual({
    type: 'about:blank',
    title: 'TRY_AGAIN',
    status: 503,
    code: 'TRY_AGAIN',
    params: {},
    requestId: 'its id',
  })
})

test('a lasting refusal does not', () => {
  expect(problemResponse(new DomainError('NOT_FOUND', 'No such page'), 'its id').headers.has('Retry-After')).toBe(false)
})
