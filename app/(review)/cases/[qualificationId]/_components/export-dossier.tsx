'use client'
import { useLocale, useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { keepFormValues } from '@/components/forms/keep-form-values'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useActionResult } from '@/components/forms/use-action-result'
import { Button } from '@/components/ui/button'
import { LOCALES } from '@/lib/core/languages/locales'
import { makeDossier } from '../actions'
import { ExportDialog } from './export-dialog'
import { ReasonFields, useReason } from './reason-fields'

const CONTENTS = ['MASKED', 'FULL'] as const

type Props = { qualificationId: string }

/** Takes out all that is known of a qualification as one PDF: masked, or in full with a reason. */
export function ExportDossier({ qualificationId }: Props) {
  return (
    <ExportDialog
      words="cases.dossier"
      path={`/api/qualifications/${qualificationId}/dossier`}
      form={(onTaken, onCancel) => <Form qualificationId={qualificationId} onTaken={onTaken} onCancel={onCancel} />}
    />
  )
}

type FormProps = Props & { onTaken: (taken: { id: string }) => void; onCancel: () => void }

function Form({ qualificationId, onTaken, onCancel }: FormProps) {
  const t = useTranslations('cases.dossier')
  const words = useTranslations('cases.exporting')
  const languages = useTranslations('common.language')
  const [locale, setLocale] = useState<string>(useLocale())
  const [content, setContent] = useState<(typeof CONTENTS)[number]>('MASKED')
  const { isMissing: isReasonMissing, ...reason } = useReason()
  const [result, action] = useActionResult(makeDossier, onTaken)
  const [isTried, setTried] = useState(false)
  const isMissing = content === 'FULL' && isReasonMissing

  const check = (event: FormEvent) => {
    setTried(true)
    if (isMissing) event.preventDefault()
  }
  return (
    <form action={action} onSubmit={check} onReset={keepFormValues} className="flex flex-col gap-4">
      <p className="max-w-measure text-text-muted">{t('follows')}</p>
      <Refusal result={result} retry={action} />
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
      {content === 'FULL' ? <ReasonFields {...reason} isMissing={isTried && isMissing} /> : null}
      <div className="flex flex-row-reverse flex-wrap gap-3">
        <SubmitButton variant="primary">{t('confirm')}</SubmitButton>
        <Button onClick={onCancel}>{words('cancel')}</Button>
      </div>
    </form>
  )
}
