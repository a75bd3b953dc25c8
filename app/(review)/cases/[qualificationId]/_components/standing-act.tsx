'use client'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { NoteField } from '@/components/forms/note-field'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useActionResult } from '@/components/forms/use-action-result'
import { StandingNotice } from '@/components/qualifications/standing-notice'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { StandingReason } from '@/lib/db/generated/enums'
import {
  type StandingAct as Act,
  REASONS_OF,
  STANDING_NOTE_MAX,
  standingProblem,
} from '@/lib/qualifications/standing/standing'
import { resume, revoke, suspend } from '../actions'

const SEND = { SUSPENDED: suspend, RESUMED: resume, REVOKED: revoke }
const LOOKS = { SUSPENDED: 'secondary', RESUMED: 'primary', REVOKED: 'danger-quiet' } as const

/** Suspends, resumes or revokes: with a reason, and with what the applicant will read before it is sent. */
export function StandingAct({ act, qualificationId }: { act: Act; qualificationId: string }) {
  const t = useTranslations('cases.standing')
  const standing = useTranslations('standing')
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState<StandingReason | ''>('')
  const [note, setNote] = useState('')
  const [result, action] = useActionResult(SEND[act], () => setOpen(false))
  const [isTried, setTried] = useState(false)
  const given = note.trim() || null
  const problem = reason && standingProblem(act, reason, given)

  const check = (event: FormEvent) => {
    setTried(true)
    if (problem) event.preventDefault()
  }
  return (
    <>
      <Button variant={LOOKS[act]} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t(`acts.${act}.trigger`)}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t(`acts.${act}.title`)}>
        <form action={action} onSubmit={check} onReset={keepFormValues} className="flex flex-col gap-4">
          <p className="max-w-measure text-text-muted">{t(`acts.${act}.follows`)}</p>
          <Refusal result={result} />
          <input type="hidden" name="qualificationId" value={qualificationId} />
          <SelectField
            name="reason"
            label={standing('reason')}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value as StandingReason)}
            placeholder={t('choose')}
            options={REASONS_OF[act].map((value) => ({ value, label: standing(`reasons.${value}.name`) }))}
          />
          <NoteField
            numberProblem={standing('problems.NOTE_WITH_NUMBER')}
            name="note"
            label={standing('note')}
            hint={t('noteHint')}
            isOptional={reason !== 'OTHER'}
            error={isTried && problem ? standing(`problems.${problem}`) : undefined}
            maxLength={STANDING_NOTE_MAX}
            defaultValue={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <section aria-label={t('preview')}>
            <h3 className="mb-1.5 text-xs font-medium text-text-muted">{t('preview')}</h3>
            {reason ? <StandingNotice act={act} reason={reason} note={given} /> : <Alert>{t('previewEmpty')}</Alert>}
          </section>
          <div className="flex flex-row-reverse flex-wrap gap-3">
            <SubmitButton variant={act === 'RESUMED' ? 'primary' : 'danger'}>{t(`acts.${act}.confirm`)}</SubmitButton>
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
