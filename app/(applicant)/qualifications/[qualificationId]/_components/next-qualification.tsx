'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import type { ActionResult } from '@/lib/core/forms/action-result'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { startQualification } from '../../new/actions'
import { renew } from '../actions'

/** Starts the qualification that is to follow this one. */
export function RenewForm({ qualificationId }: { qualificationId: string }) {
  const t = useTranslations('applicant.status.renew')
  const [result, action] = useFormAction(renew)
  return <NextForm label={t('button')} action={action} result={result} values={{ qualificationId }} />
}

/** Starts another of the same kind, filled from this one. */
export function StartAgainForm({ from, kind }: { from: string; kind: QualificationKind }) {
  const t = useTranslations('applicant.status.applyAgain')
  const [result, action] = useFormAction(startQualification)
  return <NextForm label={t('button')} action={action} result={result} values={{ from, kind }} />
}

type Props = {
  label: string
  action: (form: FormData) => void
  result: ActionResult<unknown> | null
  values: Record<string, string>
}

function NextForm({ label, action, result, values }: Props) {
  const t = useTranslations('errors')
  return (
    <form action={action} className="mt-4 flex flex-col items-start gap-3">
      {result && !result.ok ? (
        <Alert tone="danger" isLive>
          {t(result.error, result.params)}
        </Alert>
      ) : null}
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton>{label}</SubmitButton>
    </form>
  )
}
