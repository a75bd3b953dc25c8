'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { CaseReason, type CaseSide } from '@/lib/db/generated/enums'
import { decide } from './actions'

type Props = {
  caseId: string
  hasPictures: boolean
  /** Holds the sides that the reviewer has not viewed: a case is granted by all its pictures. */
  notViewed: readonly CaseSide[]
}

export function DecideCase({ caseId, hasPictures, notViewed }: Props) {
  const t = useTranslations('review.accessCases')
  const format = useFormatter()
  const [result, action] = useFormAction(decide)
  const isReasonMissing = result?.ok === false && result.error === 'INVALID_INPUT'
  return (
    <div className="flex flex-col gap-4">
      <Refusal result={isReasonMissing ? null : result} retry={action} />
      {hasPictures && notViewed.length > 0 ? (
        <p className="text-text-muted">
          {t('viewFirst', { sides: format.list(notViewed.map((side) => t(`sides.${side}`))) })}
        </p>
      ) : null}
      {hasPictures && notViewed.length === 0 ? (
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
          options={Object.values(CaseReason).map((reason) => ({ value: reason, label: t(`reasons.${reason}`) }))}
        />
        <div>
          <SubmitButton variant="danger">{t('refuse')}</SubmitButton>
        </div>
      </form>
    </div>
  )
}
