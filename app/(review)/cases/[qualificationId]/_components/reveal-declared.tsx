'use client'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { SubmitButton } from '@/components/forms/submit-button'
import { useActionResult } from '@/components/forms/use-action-result'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { revealDeclared } from '../actions'
import { ReasonFields, useReason } from './reason-fields'

type Shown = Record<string, string>
type Props = { qualificationId: string; onShown: (shown: Shown) => void }

/** Shows the button alone, without a reason, in the reader's own claim. */
export function RevealInClaim({ qualificationId, onShown }: Props) {
  const t = useTranslations('cases.declared')
  const [result, action] = useActionResult(revealDeclared, onShown)
  return (
    <form action={action} className="flex flex-wrap items-center gap-3">
      <Refusal result={result} retry={action} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <SubmitButton variant="secondary" size="small">
        <Eye aria-hidden />
        {t('show')}
      </SubmitButton>
    </form>
  )
}

/** Asks for a reason outside the claim, in a dialog that says what is recorded. */
export function RevealWithReason({ qualificationId, onShown }: Props) {
  const t = useTranslations('cases.declared')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="secondary" size="small" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Eye aria-hidden />
        {t('show')}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t('showTitle')}>
        <ReasonForm qualificationId={qualificationId} onShown={onShown} onCancel={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function ReasonForm({ qualificationId, onShown, onCancel }: Props & { onCancel: () => void }) {
  const t = useTranslations('cases.declared')
  const words = useTranslations('cases.exporting')
  const { isMissing, ...reason } = useReason()
  const [result, action] = useActionResult(revealDeclared, onShown)
  const [isTried, setTried] = useState(false)

  const check = (event: FormEvent) => {
    setTried(true)
    if (isMissing) event.preventDefault()
  }
  return (
    <form action={action} onSubmit={check} onReset={keepFormValues} className="flex flex-col gap-4">
      <p className="max-w-measure text-text-muted">{t('showFollows')}</p>
      <Refusal result={result} retry={action} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <ReasonFields {...reason} isMissing={isTried && isMissing} />
      <div className="flex flex-row-reverse flex-wrap gap-3">
        <SubmitButton variant="primary">{t('showConfirm')}</SubmitButton>
        <Button onClick={onCancel}>{words('cancel')}</Button>
      </div>
    </form>
  )
}
