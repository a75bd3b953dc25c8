import { useTranslations } from 'next-intl'
import { useId } from 'react'
import type { DraftSlot, DraftView } from '@/lib/qualifications/read-draft'
import { wordsOf } from '@/lib/rulebook/words'
import { slotId } from '../../_components/part-name'
import { SlotCard } from '../../_components/slot-card'
import { groupOfSlot, SLOT_GROUPS, type SlotGroup } from './slot-groups'

type Props = { draft: DraftView; slots: readonly DraftSlot[] }

/** The slots, person by person; an individual's are few and all their own, and need no headings. */
export function Slots({ draft, slots }: Props) {
  const t = useTranslations('applicant.documents')
  const id = useId()
  const cards = (held: readonly DraftSlot[], headingLevel: 2 | 3) =>
    held.map((slot) => (
      <SlotCard
        key={slotId(slot.slot.kind, slot.senderSignatureId)}
        draft={draft}
        held={slot}
        headingLevel={headingLevel}
      />
    ))
  if (draft.kind === 'INDIVIDUAL') return <div className="flex flex-col gap-5">{cards(slots, 2)}</div>
  const words = wordsOf(draft.fields)
  const inGroup = (group: SlotGroup) => slots.filter(({ slot }) => groupOfSlot(slot.kind) === group)
  return (
    <div className="flex flex-col gap-8">
      {SLOT_GROUPS.filter((group) => inGroup(group).length > 0).map((group) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h2 id={`${id}-${group}`} className="mb-3 text-lg">
            {t(`of.${group}`, words)}
          </h2>
          {group === 'ADMIN' && draft.fields['admin.isLegalRep'] === 'YES' ? (
            <p className="mb-3 max-w-measure text-text-muted">{t('samePerson', words)}</p>
          ) : null}
          <div className="flex flex-col gap-5">{cards(inGroup(group), 3)}</div>
        </section>
      ))}
    </div>
  )
}
