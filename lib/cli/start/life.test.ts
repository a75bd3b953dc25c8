import { expect, test } from 'vitest'
import { endInTime } from './life'

test('a step of a stop that fails or hangs does not keep the next one from its turn', async () => {
  const done: string[] = []
  const steps = [
    () => Promise.reject(new Error('it failed')),
    () => {
      throw new Error('it failed at once')
    },
    () => new Promise(() => {}),
    async () => void done.push('the database'),
  ]
  for (const step of steps) await endInTime(step, 50)
  expect(done).toEqual(['the database'])
})
