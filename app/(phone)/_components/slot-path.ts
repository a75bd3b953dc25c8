import { slotId } from '@/components/qualifications/part-name'
import type { PhoneSlot } from '@/lib/qualifications/phone/read-phone-page'

export const idOf = ({ slot: { kind }, senderSignatureId }: PhoneSlot): string => slotId(kind, senderSignatureId)

/** Returns the address of a slot on a phone. */
export const slotPath = (held: PhoneSlot): string => `/phone?slot=${idOf(held)}`
