import { useTranslations } from 'next-intl'
import type { DraftSlot, DraftView } from '@/lib/qualifications/read-draft'
import { taskOfSlot } from '@/lib/qualifications/tasks'
import { wordsOf } from '@/lib/rulebook/words'
import { documentName, slotId } from '../../_components/part-name'
import { SlotPages } from '../../_components/slot-pages'
import { isAccepted } from '../../_components/task-locks'
import { Section } from './section'

/** What was photographed, document by document; the letters apart, as they have their own page. */
export function Documents({ draft }: { draft: DraftView }) {
  const t = useTranslations('applicant.tasks')
  return (['documents', 'letter'] as const).map((task) => {
    const isDone = draft.revision > 1 && isAccepted(draft, task)
    return (
      <Section
        key={task}
        title={t(`${task}.title`, wordsOf(draft.fields))}
        isAccepted={isDone}
        {...(isDone ? {} : { href: `/qualifications/${draft.id}/${task}` })}
      >
        <ul className="flex flex-wrap gap-x-5 gap-y-4">
          {draft.slots
            .filter(({ slot: { kind } }) => taskOfSlot(kind) === task)
            .map((held) => (
              <Slot key={slotId(held.slot.kind, held.senderSignatureId)} held={held} draft={draft} />
            ))}
        </ul>
      </Section>
    )
  })
}

function Slot({ held, draft }: { held: DraftSlot; draft: DraftView }) {
  const t = useTranslations()
  const { slot, signatureText, pages } = held
  const name = documentName(t, draft.rules, draft.fields, slot.kind, signatureText)
  return (
    <li className="min-w-36">
      <p className="mb-2 text-text-muted">{name}</p>
      {pages.length > 0 ? (
        <SlotPages pages={pages} name={name} />
      ) : (
        <p>{t(slot.min === 0 ? 'common.values.none' : 'applicant.documents.state.missing')}</p>
      )}
    </li>
  )
}
