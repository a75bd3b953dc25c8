import { setImmediate as nextRound } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { inTurn, inTurns, MOST_FILES_AT_ONCE, MOST_TURNS, withinFilesAtOnce } from './reception-turns'

test('a sender has so many files on their way, others theirs; what ends, however it ends, makes room', async () => {
  const ends: (() => void)[] = []
  const uploads = Array.from({ length: MOST_FILES_AT_ONCE }, () =>
    withinFilesAtOnce('a', () => new Promise<void>((resolve) => ends.push(resolve))),
  )
  const refused = { code: 'TRY_AGAIN' }
  await expect(withinFilesAtOnce('a', async () => 'done')).rejects.toMatchObject(refused)
  expect(await withinFilesAtOnce('b', async () => 'done')).toBe('done')

  ends[0]?.()
  await uploads[0]
  await expect(withinFilesAtOnce('a', () => Promise.reject(new Error('cut')))).rejects.toThrow('cut')
  expect(await withinFilesAtOnce('a', async () => 'done')).toBe('done')
  for (const end of ends) end()
  await Promise.all(uploads)
})

/** Starts work whose end is decided later, and notes when it starts. */
function startedWork(started: string[]) {
  const ends = new Map<string, () => void>()
  const start = (name: string) =>
    inTurn(name.slice(0, 1), async () => {
      started.push(name)
      await new Promise<void>((end) => ends.set(name, end))
    })
  return { start, end: (name: string) => ends.get(name)?.() }
}

test('a sender has one turn at a time, and another who comes later has theirs before the next of the first', async () => {
  const started: string[] = []
  const { start, end } = startedWork(started)
  const others = ['w', 'x', 'y'].slice(0, MOST_TURNS - 1)
  const all = [...others, 'a1', 'a2', 'a3', 'b1'].map(start)
  await nextRound()
  expect(started).toEqual([...others, 'a1'])
  end('a1')
  await nextRound()
  expect(started.slice(MOST_TURNS)).toEqual(['a2'])
  end('a2')
  await nextRound()
  expect(started.slice(MOST_TURNS)).toEqual(['a2', 'b1'])
  end('b1')
  await nextRound()
  end('a3')
  for (const other of others) end(other)
  await Promise.all(all)
})

test('a place that gets free goes to a sender who has none, not to the first of the line', async () => {
  const started: string[] = []
  const { start, end } = startedWork(started)
  const all = ['a1', 'x', 'y', 'z', 'a2', 'b1'].map(start)
  await nextRound()
  end('x')
  await nextRound()
  expect(started).toEqual(['a1', 'x', 'y', 'z', 'b1'])
  end('a1')
  await nextRound()
  expect(started.at(-1)).toBe('a2')
  for (const name of ['y', 'z', 'a2', 'b1']) end(name)
  await Promise.all(all)
})

test('work that fails ends its turn', async () => {
  await expect(inTurn('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await inTurn('a', async () => 'next')).toBe('next')
})

async function* pieces(count: number) {
  for (let number = 0; number < count; number++) yield Buffer.from([number])
}

test('of a sender, one piece passes in each round, however many files it has', async () => {
  const passed: string[] = []
  const read = async (name: string) => {
    for await (const [number] of inTurns(pieces(3), name.slice(0, 1))) passed.push(`${name}.${number}`)
  }
  const all = Promise.all(['a1', 'a2', 'a3', 'b1'].map(read))
  const rounds: string[][] = []
  while (rounds.flat().length < 12) {
    await nextRound()
    rounds.push(passed.slice(rounds.flat().length))
  }
  for (const round of rounds) expect(round.filter((one) => one.startsWith('a')).length).toBeLessThanOrEqual(1)
  expect(rounds.flat().filter((one) => one.startsWith('b'))).toHaveLength(3)
  expect(rounds.findIndex((round) => round.includes('b1.2'))).toBeLessThan(rounds.length / 2)
  await all
})

test('a sender whose bytes do not come holds no turn', async () => {
  let send: (piece: Buffer) => void = () => {}
  async function* slow() {
    yield Buffer.from('first')
    yield await new Promise<Buffer>((resolve) => {
      send = resolve
    })
  }
  const passed: string[] = []
  const slowly = (async () => {
    for await (const piece of inTurns(slow(), 'a')) passed.push(piece.toString())
  })()
  await vi.waitUntil(() => passed.length === 1, PATIENCE)
  expect(await inTurn('a', async () => 'of a colleague')).toBe('of a colleague')
  send(Buffer.from('last'))
  await slowly
  expect(passed).toEqual(['first', 'last'])
})
