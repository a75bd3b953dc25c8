'use client'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { SubmitButton } from '@/components/forms/submit-button'
import { useActionResult } from '@/components/forms/use-action-result'
import { Button } from '@/components/ui/button'
import { exportFile } from '../actions'
import { ExportDialog } from './export-dialog'
import { ReasonFields, useReason } from './reason-fields'

type Props = {
  qualificationId: string
  fileId: string
  /** Names the document. */
  name: string
}

/** Exports an original. It asks for a reason, and says beforehand what an export means. */
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
  const [result, action] = useActionResult(exportFile, onTaken)
  const [isTried, setTried] = useState(false)

  const check = (event: FormEvent) => {
    setTried(true)
    if (isMissing) event.preventDefault()
  }
  return (
    <form action={action} onSubmit={check} onReset={keepFormValues} className="flex flex-col gap-4">
      <p className="max-w-measure text-text-muted">{t('follows')}</p>
      <Refusal result={result} retry={action} />
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
