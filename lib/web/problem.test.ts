import { expect, test } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { problemResponse } from './problem'

test('what may work later says so, and when', async () => {
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

test('what won’t work later doesn’t', () => {
  expect(problemResponse(new DomainError('NOT_FOUND', 'No such page'), 'its id').headers.has('Retry-After')).toBe(false)
})
