import { expect, test } from 'vitest'
import { MOST_FLIGHTS, withinFlights } from './flights'

test('a sender has so many files on their way, others theirs; what ends, however it ends, makes room', async () => {
  const ends: (() => void)[] = []
  const flying = Array.from({ length: MOST_FLIGHTS }, () =>
    withinFlights('a', () => new Promise<void>((resolve) => ends.push(resolve))),
  )
  const refused = { code: 'TRY_AGAIN' }
  await expect(withinFlights('a', async () => 'landed')).rejects.toMatchObject(refused)
  expect(await withinFlights('b', async () => 'landed')).toBe('landed')

  ends[0]?.()
  await flying[0]
  await expect(withinFlights('a', () => Promise.reject(new Error('cut')))).rejects.toThrow('cut')
  expect(await withinFlights('a', async () => 'landed')).toBe('landed')
  for (const end of ends) end()
  await Promise.all(flying)
})
