import { expect, test } from 'vitest'
import { standStill } from '@/tests/setup/stand-still'
import { suspectDatabase, whyDatabaseUnavailable } from './availability'

const turn = () => new Promise((next) => setImmediate(next))

test('a database that answers is not unavailable because this process did not run', async () => {
  suspectDatabase()
  for (let turns = 0; turns < 5; turns += 1) {
    standStill(2_200) // longer than a probe may take
    await turn()
    expect(whyDatabaseUnavailable()).toBeNull()
  }
})
