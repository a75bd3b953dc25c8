import 'server-only'
import type { PhoneActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import type { Tx } from '@/lib/db/client'
import { PHONE_JOIN, PHONE_ROWS, WHY_ENDED } from './phone-ended'

/** Many more than an application has slots, each photographed several times. */
export const MOST_FILES = 100

/**
 * Locks the row of a phone that may still upload, in the transaction that writes for it: a person who ends it meanwhile
 * waits until this is done. The caller has locked the draft, as `startPhone` and the submission do first.
 *
 * @param files how many it brings
 * @throws DomainError PHONE_ENDED, PHONE_FULL; of a link FORWARD_ENDED, FORWARD_FULL
 */
export async function lockPhone(tx: Tx, { phoneSessionId: id, letter }: PhoneActor, files: number): Promise<void> {
  const [used] = await tx.$queryRaw<{ received: number }[]>`
    UPDATE phone_sessions p SET received = p.received + ${files}::smallint FROM ${PHONE_ROWS}
    WHERE ${PHONE_JOIN} AND p.id = ${id}::uuid AND ${WHY_ENDED} IS NULL
    RETURNING p.received`
  if (!used) throw new DomainError(letter ? 'FORWARD_ENDED' : 'PHONE_ENDED', 'Ended, or its time is over')
  if (used.received > MOST_FILES) {
    throw new DomainError(letter ? 'FORWARD_FULL' : 'PHONE_FULL', `${MOST_FILES} files`, {
      params: { max: MOST_FILES },
    })
  }
}
