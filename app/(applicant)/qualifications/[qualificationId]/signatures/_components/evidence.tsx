import { useTranslations } from 'next-intl'
import { slotId } from '@/components/qualifications/part-name'
import type { DraftSlot } from '@/lib/qualifications/draft/read-draft'
import { documentName } from '@/lib/rulebook/part-names'
import { LaterSlotFiles } from '../../_components/later-slot-files'
import { SlotContent, type SlotOfDraft, SlotState } from '../../_components/slot-content'

type Props = { draft: SlotOfDraft; held: DraftSlot }

/** Shows the evidence of a sender signature, and its upload, inside of the row of that signature. */
export function Evidence({ draft, held }: Props) {
  const t = useTranslations()
  const { slot, senderSignatureId, signatureText } = held
  const by = { rules: draft.rules, answers: draft.fields }
  return (
    <section id={slotId(slot.kind, senderSignatureId)} className="mt-4 border-t pt-4">
      <div className="mb-2 flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h4 className="font-semibold">{documentName(t, slot.kind, by)}</h4>
        <SlotState draft={draft} held={held} />
      </div>
      <SlotContent
        draft={draft}
        held={held}
        name={documentName(t, slot.kind, by, signatureText)}
        Files={LaterSlotFiles}
      />
    </section>
  )
}
