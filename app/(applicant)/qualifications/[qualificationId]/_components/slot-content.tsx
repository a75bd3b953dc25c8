import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { shapeOf } from '@/components/capture/shape'
import { DocumentExamples } from '@/components/documents/document-examples'
import { slotId } from '@/components/qualifications/part-name'
import { SlotPages } from '@/components/qualifications/slot-pages'
import { staleLettersIn } from '@/components/qualifications/task-locks'
import { UnlockedNote } from '@/components/qualifications/unlocked-note'
import { useFindingWords } from '@/components/qualifications/use-finding-words'
import { Alert } from '@/components/ui/alert'
import { StatusBadge } from '@/components/ui/status-badge'
import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import type { DraftSlot, DraftView, SlotPage } from '@/lib/qualifications/draft/read-draft'
import { taskOfSlot } from '@/lib/qualifications/draft/tasks'
import { documentName } from '@/lib/rulebook/part-names'
import { documentExample, documentWordsKey, wordsOf } from '@/lib/rulebook/words'
import { findingsOfSlot } from './findings-of-slot'
import { LetterChanges } from './letter-changes'
import { MoveThere } from './move-there'
import type { SlotFiles } from './slot-files'
import { SlotLink } from './slot-link'

/** Holds the parts of a draft that a slot needs. */
export type SlotOfDraft = Pick<DraftView, 'id' | 'kind' | 'rules' | 'fields' | 'refusals' | 'findings' | 'slots'>

type Props = { draft: SlotOfDraft; held: DraftSlot }

/** Returns what is shown below a page. */
export type PageExtras = (page: SlotPage, number: number) => ReactNode

type ContentProps = Props & {
  name: string
  /** Shows the files: on the page of documents at once, on others when there are any. */
  Files: typeof SlotFiles
  pageChoices?: PageExtras | undefined
}

/** Shows what is in a slot and what is still to be done about it. For a locked slot it shows the pages alone. */
export function SlotContent({ draft, held, name, Files, pageChoices }: ContentProps) {
  const t = useTranslations()
  const { slot, senderSignatureId, pages, waiting, refused, lock, notReusable } = held
  const { kind, max, mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide } = slot
  const isStale = staleLettersIn({ slots: [held] }).length > 0
  if (lock.isLocked) return <SlotPages pages={pages} name={name} />
  return (
    <>
      {lock.state === 'UNLOCKED' ? (
        <div className="mb-3">
          <UnlockedNote because={lock.because} answers={draft.fields}>
            {isStale ? t('applicant.locks.signAgain') : null}
            <LetterChanges letter={held.letter} />
          </UnlockedNote>
        </div>
      ) : null}
      {isStale && lock.state !== 'UNLOCKED' && held.letter?.state !== 'FOREIGN' ? (
        <Alert tone="warning" className="mb-3">
          {t('applicant.locks.changedSince')}
          <LetterChanges letter={held.letter} />
        </Alert>
      ) : null}
      {notReusable && pages.length === 0 ? (
        <Alert tone="info" className="mb-3">
          {t(`applicant.documents.again.${notReusable}`)}
        </Alert>
      ) : null}
      <SlotFindings draft={draft} held={held} />
      <RequiredDocument of={draft.kind} kind={kind} max={max} answers={draft.fields} />
      <Files
        qualificationId={draft.id}
        kind={kind}
        senderSignatureId={senderSignatureId}
        name={name}
        pages={pages}
        isOrdered={held.isInLetterOrder}
        choices={Object.fromEntries(pages.map((page, index) => [page.fileId, pageChoices?.(page, index + 1)]))}
        waiting={waiting}
        refused={refused}
        max={max}
        limits={{ mediaTypes, maxBytes, maxPdfBytes, maxPixels, minShortSide }}
        shape={shapeOf(kind)}
      />
    </>
  )
}

const TONES = { block: 'danger', warn: 'warning', note: 'info' } as const

/** Shows what is doubtful in a slot, and leads to the slot that its picture belongs to. */
function SlotFindings({ draft, held }: Props) {
  const t = useTranslations()
  const wordsOfFinding = useFindingWords()
  return findingsOfSlot(draft.findings, held).map((finding) => {
    const { code, severity, fits } = finding
    const other = fits && documentName(t, fits, { rules: draft.rules, answers: draft.fields }, null)
    return (
      <Alert
        key={code}
        tone={TONES[severity]}
        className="mb-3"
        action={
          fits && taskOfSlot(fits) === taskOfSlot(held.slot.kind) ? (
            <Elsewhere draft={draft} held={held} fits={fits} name={other ?? ''} />
          ) : null
        }
      >
        {wordsOfFinding(finding)}
        {other ? ` ${t('applicant.documents.elsewhere.fits', { name: other })}` : null}
      </Alert>
    )
  })
}

/**
 * Moves a single picture to its slot in one press, where that is empty or has the picture of this one; otherwise it leads
 * there.
 */
function Elsewhere({ draft, held, fits, name }: Props & { fits: DocumentKind; name: string }) {
  const t = useTranslations('applicant.documents.elsewhere')
  const { slot, pages, senderSignatureId } = held
  const there = draft.slots.find((one) => one.slot.kind === fits && one.senderSignatureId === null)
  const isEmpty = there && there.pages.length + there.waiting.length === 0
  const isExchange =
    there?.pages.length === 1 && findingsOfSlot(draft.findings, there).some((finding) => finding.fits === slot.kind)
  const [page, ...more] = pages
  if (page && more.length === 0 && senderSignatureId === null && !there?.lock.isLocked && (isEmpty || isExchange)) {
    const to = { qualificationId: draft.id, fileId: page.fileId, kind: fits, name }
    return <MoveThere {...to} isExchange={isExchange} />
  }
  return <SlotLink id={slotId(fits, null)}>{t('go', { name })}</SlotLink>
}

type RequiredProps = {
  of: QualificationKind
  kind: DraftSlot['slot']['kind']
  max: number
  answers: Readonly<Record<string, string>>
}

function RequiredDocument({ of, kind, max, answers }: RequiredProps) {
  const t = useTranslations()
  const key = documentWordsKey(kind, answers, of === 'ORGANISATION')
  const example = documentExample(kind, answers, of === 'ORGANISATION')
  const values = { ...wordsOf(answers), max }
  return (
    <>
      <p className="max-w-measure">{t(`rulebook.documents.${key}.instructions`, values)}</p>
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

/** Says in a word how far a slot is. */
export function SlotState({ draft, held }: Props) {
  const t = useTranslations('applicant')
  const { slot, senderSignatureId, pages, waiting, lock, reading } = held
  const isRefused = draft.refusals.some(
    ({ kind, documentKind, senderSignatureId: of, isCorrected }) =>
      kind === 'DOCUMENT' && documentKind === slot.kind && of === senderSignatureId && !isCorrected,
  )
  if (lock.isLocked) return <StatusBadge tone="success">{t('locks.accepted')}</StatusBadge>
  if (waiting.length > 0) return <StatusBadge tone="info">{t('documents.state.checking')}</StatusBadge>
  if (isRefused) return <StatusBadge tone="warning">{t('documents.state.refused')}</StatusBadge>
  if (pages.length > 0) {
    const count = pages.filter(({ isReplaced }) => !isReplaced).length
    if (reading === 'WAITING') return <StatusBadge tone="info">{t('documents.state.looking', { count })}</StatusBadge>
    if (findingsOfSlot(draft.findings, held).some(({ severity }) => severity !== 'note'))
      return <StatusBadge tone="warning">{t('documents.state.doubtful', { count })}</StatusBadge>
    return (
      <StatusBadge tone="success">
        {t(`documents.state.${reading === 'READ' ? 'right' : 'taken'}`, { count })}
      </StatusBadge>
    )
  }
  return <StatusBadge>{t(`documents.state.${slot.min > 0 ? 'missing' : 'optional'}`)}</StatusBadge>
}
