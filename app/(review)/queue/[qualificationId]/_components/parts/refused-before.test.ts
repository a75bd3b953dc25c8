import { expect, test } from 'vitest'
import type { PastDecision } from '@/lib/review/decisions/read-decisions'
import type { ReviewPart } from '@/lib/review/open-case'
import { refusedBefore } from './refused-before'

const decision = (...ids: string[]) => ({ refused: ids.map((id) => ({ part: { id } })) }) as unknown as PastDecision
const part = (id: string, partId?: string) => ({ id, previous: partId ? { partId } : null }) as unknown as ReviewPart

test('what the last decision refused is found among the parts of now, or gone', () => {
  const parts = [part('new'), part('portrait', 'old portrait'), part('letter', 'old letter')]
  const history = [decision('old letter', 'old signature', 'old portrait'), decision('older')]
  const rows = refusedBefore({ history }, parts)
  expect(rows.map(({ refused, index }) => [refused.part.id, index])).toEqual([
    ['old letter', 2],
    ['old signature', -1],
    ['old portrait', 1],
  ])
})

test('a first submission has none', () => {
  expect(refusedBefore({ history: [] }, [part('identity')])).toEqual([])
})
