import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { slotId } from '@/components/qualifications/part-name'
import type { DraftSlot, DraftView } from '@/lib/qualifications/draft/read-draft'
import { factsOf, SLOT_GROUPS, type SlotGroup } from '@/lib/rulebook/document-kinds'
import { wordsOf } from '@/lib/rulebook/words'
import { SlotCard } from '../../_components/slot-card'
import { SlotStep } from './slot-steps'

type Props = { draft: DraftView; slots: readonly DraftSlot[] }

const idOf = ({ slot, senderSignatureId }: DraftSlot): string => slotId(slot.kind, senderSignatureId)

/** Returns the slots in the order in which they are shown: an individual's are in that of the rules. */
export const inOrder = (kind: DraftView['kind'], slots: readonly DraftSlot[]): DraftSlot[] =>
  kind === 'INDIVIDUAL' ? [...slots] : SLOT_GROUPS.flatMap((group) => inGroup(slots, group))

const inGroup = (slots: readonly DraftSlot[], group: SlotGroup) =>
  slots.filter(({ slot }) => factsOf(slot.kind).group === group)

/** Lists the slots, person by person; an individual's are few and all their own, and need no headings. */
export function Slots({ draft, slots }: Props) {
  const t = useTranslations('applicant.documents')
  const id = useId()
  const cards = (held: readonly DraftSlot[], headingLevel: 2 | 3) =>
    held.map((slot) => (
      <SlotStep key={idOf(slot)} ids={[idOf(slot)]}>
        <SlotCard draft={draft} held={slot} headingLevel={headingLevel} />
      </SlotStep>
    ))
  if (draft.kind === 'INDIVIDUAL') return <div className="flex flex-col gap-5">{cards(slots, 2)}</div>
  const words = wordsOf(draft.fields)
  return (
    <div className="flex flex-col gap-8">
      {SLOT_GROUPS.filter((group) => inGroup(slots, group).length > 0).map((group) => (
        <SlotStep key={group} ids={inGroup(slots, group).map(idOf)}>
          <section aria-labelledby={`${id}-${group}`}>
            <h2 id={`${id}-${group}`} className="mb-3 text-lg">
              {t(`of.${group}`, words)}
            </h2>
            {group === 'ADMIN' && draft.fields['admin.isLegalRep'] === 'YES' ? (
              <p className="mb-3 max-w-measure text-text-muted">{t('samePerson', words)}</p>
            ) : null}
            <div className="flex flex-col gap-5">{cards(inGroup(slots, group), 3)}</div>
          </section>
        </SlotStep>
      ))}
    </div>
  )
}
