'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { Outcome } from '@/lib/db/generated/enums'
import type { ReviewCase } from '@/lib/review/queries'
import { Preview } from './preview'
import { draftOf, type Work } from './work'

type Props = {
  isOpen: boolean
  close: () => void
  action: (form: FormData) => void
  qualificationId: string
  revision: number
  opened: ReviewCase
  work: Work
  outcome: Outcome | null
}

/** What follows, before it follows. The form holds the whole judgement. */
export function SendDialog({ isOpen, close, action, qualificationId, revision, opened, work, outcome }: Props) {
  const t = useTranslations('review.send')
  if (!outcome) return null
  const refused = work.parts
    .map((part) => ({ part, draft: draftOf(work, part) }))
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
        <p className="mt-3 text-text-muted">{t('irrevocable')}</p>
        <div className="mt-5 flex flex-row-reverse flex-wrap gap-3">
          <SubmitButton variant={outcome === 'REJECTED' ? 'danger' : 'primary'}>{t('confirm')}</SubmitButton>
          <Button onClick={close}>{t('cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** One part's fields, as `DecideQualificationForm` reads them. */
function Judgement({ partId, work }: { partId: string; work: Work }) {
  const { verdict, reasons, mend, note } = work.drafts[partId] ?? { verdict: null, reasons: [], mend: '', note: '' }
  return (
    <>
      <input type="hidden" name="parts" value={partId} />
      <input type="hidden" name={`verdict:${partId}`} value={verdict ?? ''} />
      {verdict === 'REFUSED' ? (
        <>
          {reasons.map((reason) => (
            <input key={reason} type="hidden" name={`reasons:${partId}`} value={reason} />
          ))}
          <input type="hidden" name={`mend:${partId}`} value={mend} />
          <input type="hidden" name={`note:${partId}`} value={note} />
        </>
      ) : null}
    </>
  )
}
