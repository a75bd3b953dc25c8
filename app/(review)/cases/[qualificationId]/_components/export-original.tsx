'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { SubmitButton } from '@/components/forms/submit-button'
import { Button } from '@/components/ui/button'
import type { ActionFailure } from '@/lib/core/action-result'
import { exportFile } from '../actions'
import { ExportDialog } from './export-dialog'
import { ReasonFields, useReason } from './reason-fields'

type Props = { qualificationId: string; fileId: string /** It is the document's name. */; name: string }

/** Takes an original out: with a reason, and with what that means before it is done. */
export function ExportOriginal({ qualificationId, fileId, name }: Props) {
  return (
    <ExportDialog
      words="cases.exporting"
      name={name}
      path={`/api/files/${fileId}/original`}
      form={(onTaken, onCancel) => (
        <Form qualificationId={qualificationId} fileId={fileId} onTaken={onTaken} onCancel={onCancel} />
      )}
    />
  )
}

type FormProps = Omit<Props, 'name'> & { onTaken: (taken: { id: string }) => void; onCancel: () => void }

function Form({ qualificationId, fileId, onTaken, onCancel }: FormProps) {
  const t = useTranslations('cases.exporting')
  const { isMissing, ...reason } = useReason()
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const [isTried, setTried] = useState(false)

  const send = async (form: FormData) => {
    setTried(true)
    if (isMissing) return
    const result = await exportFile(null, form)
    if (result.ok) onTaken(result.value)
    else setFailure(result)
  }
  return (
    <form action={send} onReset={keepFormValues} className="flex flex-col gap-4">
      <p className="max-w-measure text-text-muted">{t('follows')}</p>
      <Refusal result={failure} retry={send} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="fileId" value={fileId} />
      <ReasonFields {...reason} isMissing={isTried && isMissing} />
      <div className="flex flex-row-reverse flex-wrap gap-3">
        <SubmitButton variant="primary">{t('confirm')}</SubmitButton>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
