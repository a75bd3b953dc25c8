'use client'
import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/lib/db/generated/enums'
import type { ReviewCase } from '@/lib/review/open-case'
import { Preview } from './judging/preview'
import { EMPTY, partDraftOf, type ReviewState } from './review-reducer'

type Props = {
  isOpen: boolean
  close: () => void
  action: (form: FormData) => void
  qualificationId: string
  revision: number
  opened: ReviewCase
  work: ReviewState
  outcome: Outcome | null
}

/** Shows what follows from a decision before it is sent. The form holds the whole judgement. */
export function SendDialog({ isOpen, close, action, qualificationId, revision, opened, work, outcome }: Props) {
  const t = useTranslations('review.send')
  if (!outcome) return null
  const refused = work.parts
    .map((part) => ({ part, draft: partDraftOf(work, part) }))
    .filter(({ draft }) => draft.verdict === 'REFUSED')
  return (
    <Dialog isOpen={isOpen} onClose={close} title={t('title', { outcome: t(`outcomes.${outcome}`) })} size="wide">
      <form
        action={(form) => {
          close()
          action(form)
        }}
      >
        <input type="hidden" name="qualificationId" value={qualificationId} />
        <input type="hidden" name="revision" value={revision} />
        <input type="hidden" name="reasonsVersion" value={work.catalogue.version} />
        {work.parts.map((part) => (
          <Judgement key={part.id} partId={part.id} work={work} />
        ))}
        <p>{t(`follows.${outcome}`)}</p>
        {refused.length > 0 ? (
          <div className="mt-3">
            <Preview opened={opened} refused={refused} outcome={outcome} />
          </div>
        ) : null}
        <p className="mt-3 text-text-muted">{t('undoable', { seconds: opened.undoSeconds })}</p>
        <div className="sticky bottom-0 -mx-6 mt-5 -mb-5 flex flex-row-reverse flex-wrap gap-3 border-t bg-surface px-6 py-4">
          <SubmitButton
            data-autofocus
            name="goOn"
            value="NEXT"
            variant={outcome === 'REJECTED' ? 'danger' : 'primary'}
            onKeyDown={unlessHeld}
          >
            {t('confirmNext')}
          </SubmitButton>
          <SubmitButton variant="secondary">{t('confirm')}</SubmitButton>
          <Button onClick={close}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The Enter that opened the dialog, and is still down, sends nothing. */
const unlessHeld = (event: KeyboardEvent) => {
  if (event.repeat) event.preventDefault()
}

/** One part's fields, as `DecideQualificationForm` reads them. */
function Judgement({ partId, work }: { partId: string; work: ReviewState }) {
  const { verdict, reasons, correction, note, place } = work.drafts[partId] ?? EMPTY
  return (
    <>
      <input type="hidden" name="parts" value={partId} />
      <input type="hidden" name={`verdict:${partId}`} value={verdict ?? ''} />
      {verdict === 'REFUSED' ? (
        <>
          {reasons.map((reason) => (
            <input key={reason} type="hidden" name={`reasons:${partId}`} value={reason} />
          ))}
          <input type="hidden" name={`correction:${partId}`} value={correction} />
          <input type="hidden" name={`note:${partId}`} value={note} />
          {place ? <input type="hidden" name={`place:${partId}`} value={JSON.stringify(place)} /> : null}
        </>
      ) : null}
    </>
  )
}
