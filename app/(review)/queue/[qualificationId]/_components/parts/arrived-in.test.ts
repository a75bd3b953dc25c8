import { expect, test } from 'vitest'
import type { ShownFinding } from '@/lib/review/shown-part'
import { arrivedIn } from './arrived-in'

const BLURRED: ShownFinding = { code: 'BLURRED', severity: 'warn', field: null, sample: null }
const GLARE: ShownFinding = { ...BLURRED, code: 'GLARE' }

test('only parts of which more was read since are named', () => {
  const first = [
    { id: 'a', late: [] },
    { id: 'b', late: [BLURRED] },
    { id: 'c', late: [BLURRED] },
  ]
  const now = [
    { id: 'a', late: [BLURRED] },
    { id: 'b', late: [BLURRED] },
    { id: 'c', late: [BLURRED, GLARE] },
  ]
  expect(arrivedIn(now, first).map(({ id }) => id)).toEqual(['a', 'c'])
  expect(arrivedIn(first, first)).toEqual([])
})
