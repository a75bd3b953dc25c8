import { useTranslations } from 'next-intl'
import { DocumentExamples } from '@/components/documents/document-examples'
import { exampleOf } from '@/components/documents/example-of'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { QualificationKind } from '@/lib/db/generated/enums'
import type { DraftSlot, DraftView } from '@/lib/qualifications/read-draft'
import { documentWordsKey, wordsOf } from '@/lib/rulebook/words'
import { documentName, slotId } from './part-name'
import { SlotFiles } from './slot-files'
import { SlotPages } from './slot-pages'
import { staleLettersIn } from './task-locks'
import { UnlockedNote } from './unlocked-note'

type Props = {
  draft: Pick<DraftView, 'id' | 'kind' | 'rules' | 'fields' | 'refusals'>
  held: DraftSlot
  headingLevel?: 2 | 3
}

/** One slot: what it asks for, drawn right and wrong, what stands in it, and the way in; locked, what stands in it alone. */
export function SlotCard({ draft, held, headingLevel = 2 }: Props) {
  const t = useTranslations()
  const { slot, senderSignatureId, signatureText, pages, lock, anew } = held
  const { kind, min, max } = slot
  const title = documentName(t, draft.rules, draft.fields, kind, signatureText)
  const id = slotId(kind, senderSignatureId)
  const isStale = staleLettersIn({ slots: [held] }).length > 0
  const refusal = draft.refusals.find((one) => {
    return one.kind === 'DOCUMENT' && one.documentKind === kind && one.senderSignatureId === senderSignatureId
  })
  if (lock.isLocked) {
    return (
      <Card
        id={id}
        title={title}
        headingLevel={headingLevel}
        aside={<StatusBadge tone="success">{t('applicant.locks.accepted')}</StatusBadge>}
      >
        <SlotPages pages={pages} name={title} />
      </Card>
    )
  }
  return (
    <Card
      id={id}
      title={title}
      headingLevel={headingLevel}
      aside={<SlotState count={pages.length} min={min} refusal={refusal} />}
    >
      {lock.state === 'UNLOCKED' ? (
        <div className="mb-3">
          <UnlockedNote because={lock.because} answers={draft.fields}>
            {isStale ? t('applicant.locks.signAnew') : null}
          </UnlockedNote>
        </div>
      ) : null}
      {isStale && lock.state !== 'UNLOCKED' ? (
        <Alert tone="warning" className="mb-3">
          {t('applicant.locks.changedSince')}
        </Alert>
      ) : null}
      {anew && pages.length === 0 ? (
        <Alert tone="info" className="mb-3">
          {t(`applicant.documents.anew.${anew}`)}
        </Alert>
      ) : null}
      <Asked of={draft.kind} kind={kind} max={max} answers={draft.fields} />
      <SlotFiles
        qualificationId={draft.id}
        kind={kind}
        senderSignatureId={senderSignatureId}
        name={title}
        pages={pages}
        max={max}
        limits={{
          mediaTypes: slot.mediaTypes,
          maxBytes: slot.maxBytes,
          maxPdfBytes: slot.maxPdfBytes,
          minShortSide: slot.minShortSide,
        }}
      />
    </Card>
  )
}

type AskedProps = {
  of: QualificationKind
  kind: DraftSlot['slot']['kind']
  max: number
  answers: Readonly<Record<string, string>>
}

function Asked({ of, kind, max, answers }: AskedProps) {
  const t = useTranslations()
  const key = documentWordsKey(kind, answers, of === 'ORGANISATION')
  const example = exampleOf(key)
  const values = { ...wordsOf(answers), max }
  return (
    <>
      <p className="max-w-measure">{t(`rulebook.documents.${key}.asks`, values)}</p>
      {example ? (
        <div className="mt-4">
          <DocumentExamples kind={example} />
        </div>
      ) : (
        <ul className="mt-2 flex flex-col gap-1 text-sm text-text-muted">
          <li>{t('applicant.documents.right', { text: t(`rulebook.documents.${key}.right`, values) })}</li>
          <li>{t('applicant.documents.wrong', { text: t(`rulebook.documents.${key}.wrong`, values) })}</li>
        </ul>
      )}
    </>
  )
}

type SlotStateProps = { count: number; min: number; refusal: DraftView['refusals'][number] | undefined }

function SlotState({ count, min, refusal }: SlotStateProps) {
  const t = useTranslations('applicant.documents.state')
  if (refusal && !refusal.isMended) return <StatusBadge tone="warning">{t('refused')}</StatusBadge>
  if (count > 0) return <StatusBadge tone="success">{t('taken', { count })}</StatusBadge>
  return <StatusBadge>{t(min > 0 ? 'missing' : 'optional')}</StatusBadge>
}
