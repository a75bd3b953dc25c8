import 'server-only'
import { getTranslations } from 'next-intl/server'
import { slotKey } from '@/lib/qualifications/draft/locks'
import type { DraftView } from '@/lib/qualifications/draft/read-draft'
import { documentName } from '@/lib/rulebook/part-names'

/** Returns the names of the slots that contain files, by their keys: a change may leave some without a purpose. */
export async function slotNamesOf({ slots, rules, fields }: DraftView): Promise<Record<string, string>> {
  const t = await getTranslations()
  const filled = slots.filter(({ pages, waiting }) => pages.length + waiting.length > 0)
  return Object.fromEntries(
    filled.map(({ slot: { kind }, senderSignatureId, signatureText }) => [
      slotKey(kind, senderSignatureId),
      documentName(t, kind, { rules, answers: fields }, signatureText),
    ]),
  )
}
