import type { PersonActor } from '@/lib/actor/actor'
import type { DecideQualificationInput } from '@/lib/review/schemas'
import { BUILT_IN_REASONS } from '@/lib/rulebook/built-in'
import { aClaimedQualification } from '@/tests/factories/review'

export type Prepared = { reviewer: PersonActor; input: DecideQualificationInput }

const ACCEPTED = { verdict: 'ACCEPTED', reasons: [], correction: null, correctionField: null, note: null } as const

const AT_ONCE = 8

/** Creates claims of these reviewers in turn, each with a judgement of every part, so that only deciding is left. */
export async function preparedClaims(count: number, reviewers: readonly PersonActor[]): Promise<Prepared[]> {
  const prepared: Prepared[] = []
  while (prepared.length < count) {
    const next = Array.from({ length: Math.min(AT_ONCE, count - prepared.length) }, (_, n) =>
      aPreparedClaim(reviewers[(prepared.length + n) % reviewers.length]),
    )
    prepared.push(...(await Promise.all(next)))
  }
  return prepared
}

async function aPreparedClaim(reviewer: PersonActor | undefined): Promise<Prepared> {
  if (!reviewer) throw new Error('No reviewer')
  const { qualification, parts } = await aClaimedQualification({ reviewer, leaseMinutes: 600 })
  return {
    reviewer,
    input: {
      qualificationId: qualification.id,
      revision: 1,
      reasonsVersion: BUILT_IN_REASONS.version,
      parts: parts.map(({ id }) => ({ ...ACCEPTED, reasons: [], partId: id })),
    },
  }
}

/** Does the same, with the letter to be corrected. */
export function requestingChanges({ reviewer, input }: Prepared): Prepared {
  const [first, ...rest] = input.parts.toReversed()
  if (!first) throw new Error('No parts')
  const refused = {
    ...first,
    verdict: 'REFUSED' as const,
    reasons: ['OTHER'],
    correction: 'FIELD' as const,
    correctionField: 'samples',
    note: '请写完整的短信样例。',
  }
  return { reviewer, input: { ...input, parts: [refused, ...rest] } }
}
