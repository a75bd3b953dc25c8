'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CASE_REASONS } from '@/lib/identity/access-case'
import { Refusal } from '../../queue/_components/refusal'
import { decide } from './actions'

export function DecideCase({ caseId, mayGrant }: { caseId: string; mayGrant: boolean }) {
  const t = useTranslations('review.accessCases')
  const [result, action] = useActionState(decide, null)
  const isReasonMissing = result?.ok === false && result.error === 'INVALID_INPUT'
  return (
    <div className="flex flex-col gap-4">
      <Refusal failure={result && !result.ok && !isReasonMissing ? result : null} retry={action} />
      {mayGrant ? (
        <ConfirmDialog
          trigger={t('grant')}
          title={t('grantTitle')}
          confirmLabel={t('grant')}
          action={action}
          values={{ caseId, decision: 'GRANT' }}
        >
          {t('grantText')}
        </ConfirmDialog>
      ) : null}
      <form action={action} noValidate className="flex flex-col gap-3 border-t pt-4">
        <input type="hidden" name="caseId" value={caseId} />
        <input type="hidden" name="decision" value="REFUSE" />
        <SelectField
          name="reason"
          label={t('reason')}
          error={isReasonMissing ? t('reasonMissing') : undefined}
          placeholder={t('choose')}
          options={CASE_REASONS.map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
        />
        <div>
          <SubmitButton variant="danger">{t('refuse')}</SubmitButton>
        </div>
      </form>
    </div>
  )
}
