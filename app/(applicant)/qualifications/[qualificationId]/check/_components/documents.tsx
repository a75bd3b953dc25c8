import { useTranslations } from 'next-intl'
import { slotId } from '@/components/qualifications/part-name'
import { SlotPages } from '@/components/qualifications/slot-pages'
import { isAccepted } from '@/components/qualifications/task-locks'
import type { DraftSlot, DraftView } from '@/lib/qualifications/draft/read-draft'
import { taskOfSlot } from '@/lib/qualifications/draft/tasks'
import { documentName } from '@/lib/rulebook/part-names'
import { wordsOf } from '@/lib/rulebook/words'
import { Section } from './section'

/** Shows the photographs, document by document, under the pages on which they are uploaded. */
export function Documents({ draft }: { draft: DraftView }) {
  const t = useTranslations('applicant')
  return (['documents', 'signatures', 'letter'] as const).map((task) => {
    const slots = draft.slots.filter(({ slot: { kind } }) => taskOfSlot(kind) === task)
    if (slots.length === 0) return null
    const isDone = draft.revision > 1 && isAccepted(draft, task)
    return (
      <Section
        key={task}
        title={task === 'signatures' ? t('documents.of.EVIDENCE') : t(`tasks.${task}.title`, wordsOf(draft.fields))}
        isAccepted={isDone}
        {...(isDone ? {} : { href: `/qualifications/${draft.id}/${task}` })}
      >
        <ul className="flex flex-wrap gap-x-5 gap-y-4">
          {slots.map((held) => (
            <Slot key={slotId(held.slot.kind, held.senderSignatureId)} held={held} draft={draft} />
          ))}
        </ul>
      </Section>
    )
  })
}

function Slot({ held, draft }: { held: DraftSlot; draft: DraftView }) {
  const t = useTranslations()
  const { slot, signatureText, pages, waiting } = held
  const name = documentName(t, slot.kind, { rules: draft.rules, answers: draft.fields }, signatureText)
  return (
    <li className="min-w-36">
      <p className="mb-2 text-text-muted">{name}</p>
      {pages.length > 0 ? (
        <SlotPages pages={pages} name={name} />
      ) : (
        <p>
          {t(
            waiting.length > 0
              ? 'applicant.documents.state.checking'
              : slot.min === 0
                ? 'common.values.none'
                : 'applicant.documents.state.missing',
          )}
        </p>
      )}
    </li>
  )
}
