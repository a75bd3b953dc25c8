import { useTranslations } from 'next-intl'
import { DocumentExamples, type ExampleKind } from '@/components/documents/document-examples'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DraftSlot } from '@/lib/qualifications/read-draft'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { documentName, slotId } from './part-name'
import { SlotFiles } from './slot-files'

type Props = { qualificationId: string; held: DraftSlot; rules: KindRules; answers: Readonly<Record<string, string>> }

const DRAWN: readonly string[] = ['ID_PORTRAIT', 'ID_EMBLEM', 'ID_IN_HAND', 'COMMITMENT_LETTER'] satisfies ExampleKind[]
const isDrawn = (kind: string): kind is ExampleKind => DRAWN.includes(kind)

/** One slot: what it asks for, drawn right and wrong, what stands in it, and the way in. */
export function SlotCard({ qualificationId, held, rules, answers }: Props) {
  const t = useTranslations()
  const { slot, senderSignatureId, signatureText, pages } = held
  const { kind, min, max } = slot
  const title = documentName(t, rules, answers, kind, signatureText)
  return (
    <Card id={slotId(kind, senderSignatureId)} title={title} aside={<SlotState count={pages.length} min={min} />}>
      <p className="max-w-measure">{t(`rulebook.documents.${kind}.asks`, { max })}</p>
      {isDrawn(kind) ? (
        <div className="mt-4">
          <DocumentExamples kind={kind} />
        </div>
      ) : (
        <ul className="mt-2 flex flex-col gap-1 text-sm text-text-muted">
          <li>{t('applicant.documents.right', { text: t(`rulebook.documents.${kind}.right`) })}</li>
          <li>{t('applicant.documents.wrong', { text: t(`rulebook.documents.${kind}.wrong`) })}</li>
        </ul>
      )}
      <SlotFiles
        qualificationId={qualificationId}
        kind={kind}
        senderSignatureId={senderSignatureId}
        name={title}
        pages={pages}
        max={max}
        accept={slot.mediaTypes.join(',')}
        limits={{ megabytes: slot.maxBytes / 1024 / 1024, pixels: slot.minShortSide }}
      />
    </Card>
  )
}

function SlotState({ count, min }: { count: number; min: number }) {
  const t = useTranslations('applicant.documents.state')
  if (count > 0) return <StatusBadge tone="success">{t('taken', { count })}</StatusBadge>
  return <StatusBadge>{t(min > 0 ? 'missing' : 'optional')}</StatusBadge>
}
