import { REVIEW_TARGET_SECONDS } from '@/lib/review/queue/target'
import type { Figures } from '../figures/read-figures'
import { arrived, decided, departed } from '../figures/volumes'
import { type As, shareOf, type Value } from './section'
import type { Words } from './words'

export type Fact = { name: string; value: Value; as: As; isBad?: boolean }

/** Returns the facts that a reader looks for first. */
export function summaryOf({ volumes: { total }, waiting, waitingTimes }: Figures, { say, duration }: Words): Fact[] {
  const { median, inTarget, decided: counted } = waitingTimes.total
  return [
    { name: say('facts.waiting'), value: waiting.total, as: 'count' },
    { name: say('facts.late'), value: waiting.late, as: 'count', isBad: waiting.late > 0 },
    { name: say('facts.arrived'), value: arrived(total), as: 'count' },
    { name: say('facts.decided'), value: decided(total), as: 'count' },
    { name: say('facts.median'), value: median, as: 'duration' },
    {
      name: say('facts.inTarget', { target: duration(REVIEW_TARGET_SECONDS) }),
      value: shareOf(inTarget, counted),
      as: 'share',
    },
  ]
}

/** Returns whether nothing came, left or waited, as in a new portal or in a month before its start. */
export const isNothing = ({ volumes: { total, before }, waiting, reviewers }: Figures): boolean =>
  before + arrived(total) + departed(total) + waiting.total + reviewers.length === 0
