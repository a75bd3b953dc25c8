'use client'
import { useTranslations } from 'next-intl'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { QualificationStatus } from '@/lib/db/generated/enums'
import { withdraw } from '../actions'

type Props = { qualificationId: string; reference: string; status: QualificationStatus }

/** Ends an application that was not concluded on. What that means depends on whether anyone has it already. */
export function WithdrawButton({ qualificationId, reference, status }: Props) {
  const t = useTranslations('applicant.status.withdraw')
  const errors = useTranslations('errors')
  const [result, action] = useFormAction(withdraw)
  const isDraft = status === 'DRAFT'
  return (
    <div className="mt-8 flex flex-col gap-3 border-t pt-5 print:hidden">
      {result && !result.ok ? (
        <Alert tone="danger" isLive>
          {errors(result.error, result.params)}
        </Alert>
      ) : null}
      <ConfirmDialog
        trigger={t(isDraft ? 'draft' : 'button')}
        triggerVariant="danger-quiet"
        title={t(isDraft ? 'draftTitle' : 'title', { reference })}
        confirmLabel={t(isDraft ? 'draftConfirm' : 'confirm')}
        isDangerous
        action={action}
        values={{ qualificationId }}
      >
        <p>{t(isDraft ? 'draftText' : 'text')}</p>
        <p className="mt-2">{t('afterwards')}</p>
      </ConfirmDialog>
    </div>
  )
}
