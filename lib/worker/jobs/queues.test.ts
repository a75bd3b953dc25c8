import { expect, test } from 'vitest'
import en from '@/lib/core/languages/messages/en/operations.json'
import { QUEUES } from './queues'

test('each scheduled job has a name in words, and no name is of another', () => {
  const named = Object.entries(en.jobs.names).flatMap(([of, jobs]) => Object.keys(jobs).map((job) => `${of}.${job}`))
  expect(named.toSorted()).toEqual([...QUEUES].toSorted())
})
