import { useTranslations } from 'next-intl'
import { slotId } from '@/components/qualifications/part-name'
import { Card } from '@/components/ui/card'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import { documentName } from '@/lib/rulebook/part-names'
import { type PageExtras, SlotContent, type SlotOfDraft, SlotState } from './slot-content'
import { SlotFiles } from './slot-files'

type Props = { draft: SlotOfDraft; held: DraftSlot; headingLevel?: 2 | 3; pageChoices?: PageExtras }

/**
 * Shows one slot: what it requires, drawn right and wrong, its pages, and the upload. A locked slot shows its pages
 * alone.
 */
export function SlotCard({ draft, held, headingLevel = 2, pageChoices }: Props) {
  const t = useTranslations()
  const { slot, senderSignatureId, signatureText } = held
  const name = documentName(t, slot.kind, { rules: draft.rules, answers: draft.fields }, signatureText)
  return (
    <Card
      id={slotId(slot.kind, senderSignatureId)}
      title={name}
      headingLevel={headingLevel}
      aside={<SlotState draft={draft} held={held} />}
    >
      <SlotContent draft={draft} held={held} name={name} Files={SlotFiles} pageChoices={pageChoices} />
    </Card>
  )
}
