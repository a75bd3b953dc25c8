import 'server-only'
import { commitTo } from '@/lib/audit/commitment'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { Outcome } from '@/lib/db/generated/enums'
import { notePlace } from '@/lib/qualifications/sealed'
import type { Judgement } from './lifecycle'

type About = { submissionId: string; dataKeyId: string; outcome: Outcome; reasonsVersion: string; decidedAt: Date }

/**
 * Writes the decision and its judgements, the notes sealed.
 *
 * @returns what the event says of them: codes, and for each note a commitment
 */
export async function recordJudgements(
  tx: Tx,
  actor: PersonActor,
  { submissionId, dataKeyId, outcome, reasonsVersion, decidedAt }: About,
  judgements: readonly (Judgement & { partId: string })[],
) {
  const decisionId = newId()
  const key = await dataKey(tx, dataKeyId)
  await tx.decision.create({
    data: { id: decisionId, submissionId, reviewerId: actor.id, outcome, reasonsVersion, decidedAt },
  })
  await tx.partJudgement.createMany({
    data: judgements.map(({ partId, verdict, reasons, mend, mendField, note }) => ({
      decisionId,
      partId,
      verdict,
      reasons: [...reasons],
      mend,
      mendField,
      noteSealed: note === null ? null : seal(key, notePlace(decisionId, partId), note),
    })),
  })
  const notes = new Map(
    judgements.flatMap(({ partId, note }) => (note === null ? [] : [[partId, commitTo(`note/${partId}`, note)]])),
  )
  const parts = judgements.map(({ partId, verdict, reasons, mend, mendField }) => ({
    partId,
    verdict,
    reasons: [...reasons],
    mend,
    mendField,
    note: notes.get(partId)?.digest ?? null,
  }))
  return { event: { decisionId, parts }, commitments: [...notes.values()] }
}
