import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SharedRuns } from './shared-runs'

test('who asks before work starts shares it, and who asks later has other work', async () => {
  const shared = new SharedRuns()
  let runs = 0
  let finish = () => {}
  const work = async () => {
    runs += 1
    const run = runs
    await new Promise<void>((resolve) => {
      finish = resolve
    })
    return run
  }
  const early = [shared.run('a', work), shared.run('a', work)]
  await nextTurn()
  expect(runs).toBe(1)
  finish()
  const late = shared.run('a', work) // the first is not over
  await nextTurn()
  finish()
  expect(await Promise.all([...early, late])).toEqual([1, 1, 2])
})

test('others have their own, and a failure is everyone’s who shared it', async () => {
  const shared = new SharedRuns()
  const failing = async () => {
    throw new Error('lost')
  }
  const all = await Promise.allSettled([
    shared.run('a', failing),
    shared.run('a', failing),
    shared.run('b', async () => 1),
  ])
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
  expect(await shared.run('a', async () => 2)).toBe(2)
})
