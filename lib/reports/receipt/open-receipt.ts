import 'server-only'
import { consumeCertificate } from '@/lib/accounts/limits/request-limits'
import type { AccountActor } from '@/lib/actor/actor'
import { drawReceipt } from './draw-receipt'
import { readReceipt } from './read-receipt'

/**
 * Returns the receipt of one revision of the actor's own application as a PDF. It is no event: it contains no picture
 * and no personal value in full.
 *
 * @throws DomainError NOT_FOUND, RATE_LIMITED
 */
export async function openReceipt(
  actor: AccountActor,
  place: { qualificationId: string; revision: string },
): Promise<{ name: string; pdf: Buffer }> {
  const receipt = await readReceipt(actor, place)
  await consumeCertificate({ userId: actor.id })
  return { name: `zhunxin-receipt-${receipt.reference}-${receipt.revision}.pdf`, pdf: await drawReceipt(receipt) }
}
