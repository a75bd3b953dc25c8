import type { DocumentKind } from '@/lib/db/generated/enums'
import { slotKey } from '@/lib/qualifications/draft/locks'

/** Returns what a slot is called in the API. */
export const slotName = (kind: DocumentKind, senderSignatureId: string | null): string =>
  senderSignatureId === null ? kind : `${kind}:${senderSignatureId}`

/** Returns the name of a slot for what `slotKey` made. */
export const slotNameOf = (key: string): string => key.trim().replace(' ', ':')

/** Returns the slot with a name. A kind that there is not leads to no slot. */
export function slotOf(name: string): { kind: DocumentKind; senderSignatureId: string | null } {
  const [kind = '', senderSignatureId = null] = name.split(':')
  return { kind: kind as DocumentKind, senderSignatureId }
}

/** Returns what `slotKey` makes of a slot with a name. */
export function slotKeyOf(name: string): string {
  const { kind, senderSignatureId } = slotOf(name)
  return slotKey(kind, senderSignatureId)
}
