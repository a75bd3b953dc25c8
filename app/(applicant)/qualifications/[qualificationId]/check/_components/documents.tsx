import { useTranslations } from 'next-intl'
import { DocumentThumbnail } from '@/components/documents/document-thumbnail'
import type { DraftSlot, DraftView } from '@/lib/qualifications/read-draft'
import { taskOfSlot } from '@/lib/qualifications/tasks'
import { documentName, slotId } from '../../_components/part-name'
import { Section } from './section'

/** What was photographed, document by document; the letter apart, as it has its own page. */
export function Documents({ draft }: { draft: DraftView }) {
  const t = useTranslations()
  return (['documents', 'letter'] as const).map((task) => (
    <Section key={task} title={t(`applicant.tasks.${task}.title`)} href={`/qualifications/${draft.id}/${task}`}>
      <ul className="flex flex-wrap gap-x-5 gap-y-4">
        {draft.slots
          .filter(({ slot: { kind } }) => taskOfSlot(kind) === task)
          .map((held) => (
            <Slot key={slotId(held.slot.kind, held.senderSignatureId)} held={held} draft={draft} />
          ))}
      </ul>
    </Section>
  ))
}

function Slot({ held, draft }: { held: DraftSlot; draft: DraftView }) {
  const t = useTranslations()
  const { slot, signatureText, pages } = held
  const name = documentName(t, draft.rules, draft.fields, slot.kind, signatureText)
  return (
    <li className="min-w-36">
      <p className="text-text-muted">{name}</p>
      {pages.length > 0 ? (
        <ol className="mt-2 flex flex-wrap gap-4">
          {pages.map(({ fileId }, index) => (
            <li key={fileId}>
              <DocumentThumbnail
                thumbnailUrl={`/api/files/${fileId}/thumbnail`}
                url={`/api/files/${fileId}/rendition`}
                name={name}
                page={index + 1}
              />
            </li>
          ))}
        </ol>
      ) : (
        <p>{t(slot.min === 0 ? 'common.values.none' : 'applicant.documents.state.missing')}</p>
      )}
    </li>
  )
}
