import 'server-only'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { OperatorError } from '@/lib/core/errors'
import { heldIds, SILENCE } from '@/lib/crypto/keyring-holders'
import { transaction } from '@/lib/db/client'

/** No silent process has that name. The message is a sentence for the operator. */
class HolderUnknownError extends OperatorError {
  override readonly name = 'HolderUnknownError'
}

/**
 * Records that a silent process has ended, as the operator knows who lost its machine, so that it no longer prevents an
 * erasure from being final. One that reports again is counted again.
 *
 * @param place as `keys:check` names it
 * @returns the ids of the keys that it had
 * @throws HolderUnknownError when none is called so, or it reported recently
 */
export function forgetHolder(place: string): Promise<string[]> {
  return transaction(async (tx) => {
    const holders = await tx.$queryRaw<{ id: string; held: string[] }[]>`
      DELETE FROM keyring_holders
      WHERE place = ${place} AND beat_at <= clock_timestamp() - make_interval(secs => ${SILENCE})
      RETURNING id::text, held`
    if (holders.length === 0)
      throw new HolderUnknownError(`No silent process is called "${place}". \`npm run keys:check\` names those.`)
    for (const holder of holders) {
      const data = { holderId: holder.id, keys: heldIds(holder) }
      await recordAudit(tx, SYSTEM, { action: 'keys.holder_forgotten', subjectId: null, data })
    }
    return [...new Set(holders.flatMap(heldIds))]
  })
}
