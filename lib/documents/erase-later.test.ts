import { setImmediate as nextRound } from 'node:timers/promises'
import { beforeEach, expect, test, vi } from 'vitest'
import { eraseLater, erasuresFinished, MOST_AT_ONCE } from './erase-later'

const finishErasing = vi.hoisted(() => vi.fn<(blobIds: readonly string[]) => Promise<void>>())
vi.mock('./erase-files', () => ({ finishErasing }))

beforeEach(() => {
  finishErasing.mockReset().mockResolvedValue(undefined)
})

/** Makes the next erasure last until the function that it returns is called. */
function held(): () => void {
  let end = () => {}
  const erasure = new Promise<void>((resolve) => {
    end = resolve
  })
  finishErasing.mockReturnValueOnce(erasure)
  return end
}

test('who causes an erasure waits for none, and a stop for all of them, also for those that start meanwhile', async () => {
  const [endFirst, endSecond] = [held(), held()]
  await eraseLater(['a'])
  const stopped = vi.fn()
  const stop = erasuresFinished().then(stopped)
  await eraseLater(['b'])
  endFirst()
  await nextRound()
  expect(stopped).not.toHaveBeenCalled()
  endSecond()
  await stop
  expect(finishErasing.mock.calls).toEqual([[['a']], [['b']]])
})

test('one that fails keeps nobody waiting', async () => {
  finishErasing.mockRejectedValueOnce(new Error('stalled'))
  await eraseLater(['a'])
  await eraseLater(['b'])
  await erasuresFinished()
  expect(finishErasing).toHaveBeenCalledTimes(2)
})

test('where nothing is to be erased, nothing is done', async () => {
  await eraseLater([])
  await erasuresFinished()
  expect(finishErasing).not.toHaveBeenCalled()
})

test('while very many are in progress, who causes one more waits until one has ended', async () => {
  const ends = Array.from({ length: MOST_AT_ONCE }, held)
  for (const at of ends.keys()) await eraseLater([`${at}`])
  const answered = vi.fn()
  const waiting = eraseLater(['one more']).then(answered)
  await nextRound()
  expect([answered.mock.calls.length, finishErasing.mock.calls.length]).toEqual([0, MOST_AT_ONCE])
  ends[0]?.()
  await waiting
  expect(finishErasing).toHaveBeenLastCalledWith(['one more'])
  for (const end of ends) end()
  await erasuresFinished()
})
