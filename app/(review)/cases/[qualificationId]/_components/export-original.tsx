'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextareaField } from '@/components/forms/textarea-field'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { EXPORT_NOTE_MAX, EXPORT_REASONS, type ExportReason, isReasonComplete } from '@/lib/qualifications/exports'
import type { ActionFailure } from '@/lib/web/form-action'
import { Refusal } from '../../../queue/_components/refusal'
import { takeOut } from '../actions'

type Props = { qualificationId: string; fileId: string /** Of the document. */; name: string }

/** Takes an original out: with a reason, and with what that means before it is done. */
export function ExportOriginal({ qualificationId, fileId, name }: Props) {
  const t = useTranslations('cases.exporting')
  const [isOpen, setOpen] = useState(false)
  const [taken, setTaken] = useState<{ id: string } | null>(null)
  const close = () => {
    setOpen(false)
    setTaken(null)
  }
  return (
    <>
      <Button size="small" aria-haspopup="dialog" aria-label={`${t('trigger')}: ${name}`} onClick={() => setOpen(true)}>
        {t('trigger')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
        <p className="mb-3 font-medium">{t('of', { name })}</p>
        {taken ? (
          <div className="flex flex-col gap-4">
            <Alert tone="success" title={t('ready')} isLive>
              {t('readyHint')}
            </Alert>
            <Button asChild variant="primary" className="w-fit">
              <a href={`/api/files/${fileId}/original?${new URLSearchParams({ export: taken.id })}`} download>
                <Download aria-hidden />
                {t('download')}
              </a>
            </Button>
          </div>
        ) : (
          <Form qualificationId={qualificationId} fileId={fileId} onTaken={setTaken} onCancel={close} />
        )}
      </Dialog>
    </>
  )
}

type FormProps = Omit<Props, 'name'> & { onTaken: (taken: { id: string }) => void; onCancel: () => void }

function Form({ qualificationId, fileId, onTaken, onCancel }: FormProps) {
  const t = useTranslations('cases.exporting')
  const [reason, setReason] = useState<ExportReason | ''>('')
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const [isTried, setTried] = useState(false)
  const isMissing = reason !== '' && !isReasonComplete(reason, note.trim() || null)

  const send = async (form: FormData) => {
    setTried(true)
    if (isMissing) return
    const result = await takeOut(null, form)
    if (result.ok) onTaken(result.value)
    else setFailure(result)
  }
  return (
    <form action={send} className="flex flex-col gap-4">
      <p className="max-w-measure text-text-muted">{t('follows')}</p>
      <Refusal failure={failure} retry={send} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <input type="hidden" name="fileId" value={fileId} />
      <SelectField
        name="reason"
        label={t('reason')}
        required
        value={reason}
        onChange={(event) => setReason(event.target.value as ExportReason)}
        placeholder={t('choose')}
        options={EXPORT_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
      />
      <TextareaField
        name="note"
        label={t('note')}
        hint={t('noteHint')}
        isOptional={reason !== 'OTHER'}
        error={isTried && isMissing ? t('noteMissing') : undefined}
        maxLength={EXPORT_NOTE_MAX}
        defaultValue={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <div className="flex flex-row-reverse flex-wrap gap-3">
        <SubmitButton variant="primary">{t('confirm')}</SubmitButton>
        <Button onClick={onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  )
}
