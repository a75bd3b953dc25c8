'use client'
import { Download } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextareaField } from '@/components/forms/textarea-field'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { LOCALES } from '@/lib/i18n/locales'
import { EXPORT_NOTE_MAX, EXPORT_REASONS, type ExportReason, isReasonComplete } from '@/lib/qualifications/exports'
import type { ActionFailure } from '@/lib/web/form-action'
import { Refusal } from '../../../queue/_components/refusal'
import { makeDossier } from '../actions'

const CONTENTS = ['MASKED', 'FULL'] as const

type Props = { qualificationId: string }

/** Takes out all that is known of a qualification as one PDF: masked, or in full with a reason. */
export function ExportDossier({ qualificationId }: Props) {
  const t = useTranslations('cases.dossier')
  const [isOpen, setOpen] = useState(false)
  const [taken, setTaken] = useState<{ id: string } | null>(null)
  const close = () => {
    setOpen(false)
    setTaken(null)
  }
  return (
    <>
      <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('trigger')}
      </Button>
      <Dialog isOpen={isOpen} onClose={close} title={t('title')}>
        {taken ? (
          <div className="flex flex-col gap-4">
            <Alert tone="success" title={t('ready')} isLive>
              {t('readyHint')}
            </Alert>
            <Button asChild variant="primary" className="w-fit">
              <a
                href={`/api/qualifications/${qualificationId}/dossier?${new URLSearchParams({ export: taken.id })}`}
                download
              >
                <Download aria-hidden />
                {t('download')}
              </a>
            </Button>
          </div>
        ) : (
          <Form qualificationId={qualificationId} onTaken={setTaken} onCancel={close} />
        )}
      </Dialog>
    </>
  )
}

type FormProps = Props & { onTaken: (taken: { id: string }) => void; onCancel: () => void }

function Form({ qualificationId, onTaken, onCancel }: FormProps) {
  const t = useTranslations('cases.dossier')
  const words = useTranslations('cases.exporting')
  const languages = useTranslations('common.language')
  const [locale, setLocale] = useState<string>(useLocale())
  const [content, setContent] = useState<(typeof CONTENTS)[number]>('MASKED')
  const [reason, setReason] = useState<ExportReason | ''>('')
  const [note, setNote] = useState('')
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const [isTried, setTried] = useState(false)
  const isMissing = content === 'FULL' && reason !== '' && !isReasonComplete(reason, note.trim() || null)

  const send = async (form: FormData) => {
    setTried(true)
    if (isMissing) return
    const result = await makeDossier(null, form)
    if (result.ok) onTaken(result.value)
    else setFailure(result)
  }
  return (
    <form action={send} className="flex flex-col gap-4">
      <p className="max-w-measure text-text-muted">{t('follows')}</p>
      <Refusal failure={failure} retry={send} />
      <input type="hidden" name="qualificationId" value={qualificationId} />
      <SelectField
        name="locale"
        label={t('language')}
        value={locale}
        onChange={(event) => setLocale(event.target.value)}
        options={LOCALES.map((value) => ({ value, label: languages(value) }))}
      />
      <SelectField
        name="content"
        label={t('content')}
        hint={t(`hints.${content}`)}
        value={content}
        onChange={(event) => setContent(event.target.value as (typeof CONTENTS)[number])}
        options={CONTENTS.map((value) => ({ value, label: t(`contents.${value}`) }))}
      />
      {content === 'FULL' ? (
        <>
          <SelectField
            name="reason"
            label={words('reason')}
            required
            value={reason}
            onChange={(event) => setReason(event.target.value as ExportReason)}
            placeholder={words('choose')}
            options={EXPORT_REASONS.map((value) => ({ value, label: words(`reasons.${value}`) }))}
          />
          <TextareaField
            name="note"
            label={words('note')}
            hint={words('noteHint')}
            isOptional={reason !== 'OTHER'}
            error={isTried && isMissing ? words('noteMissing') : undefined}
            maxLength={EXPORT_NOTE_MAX}
            defaultValue={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </>
      ) : null}
      <div className="flex flex-row-reverse flex-wrap gap-3">
        <SubmitButton variant="primary">{t('confirm')}</SubmitButton>
        <Button onClick={onCancel}>{words('cancel')}</Button>
      </div>
    </form>
  )
}
