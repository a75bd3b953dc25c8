import { createDataKey } from '@/lib/crypto/data-keys'
import { transaction } from '@/lib/db/client'

type Subject = { qualificationId: string } | { accountId: string }

/** Creates a legal hold on it, without a note. */
export function aLegalHold(subject: Subject, placedById: string) {
  return transaction(async (tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    return tx.legalHold.create({ data: { ...subject, reason: 'DISPUTE', dataKeyId, placedById } })
  })
}
