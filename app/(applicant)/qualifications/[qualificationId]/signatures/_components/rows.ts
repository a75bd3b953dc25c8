import { textsIn } from '@/components/forms/sent'
import type { Sent } from '@/lib/core/forms/action-result'
import type { SignatureSource } from '@/lib/db/generated/enums'

export type SignatureRow = { id: string; source: SignatureSource; text: string; isOnBehalf: boolean }
export type SampleRow = { id: string; text: string }

/**
 * Returns a UUID, version 4: `crypto.randomUUID` is missing where the portal is reached by plain http in a local
 * network.
 */
export function newRowId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** The rows of a form that was refused, as they were sent. */
export function rowsIn(sent: Sent): { signatures: SignatureRow[]; samples: SampleRow[] } {
  const [sources, texts, samples] = ['signature.source', 'signature.text', 'sample.text'].map((name) =>
    textsIn(sent, name),
  )
  const onBehalf = textsIn(sent, 'signature.onBehalf')
  return {
    signatures: textsIn(sent, 'signature.id').map((id, index) => ({
      id,
      source: (sources?.[index] ?? 'OWN_NAME') as SignatureSource,
      text: texts?.[index] ?? '',
      isOnBehalf: onBehalf.includes(id),
    })),
    samples: textsIn(sent, 'sample.id').map((id, index) => ({ id, text: samples?.[index] ?? '' })),
  }
}
