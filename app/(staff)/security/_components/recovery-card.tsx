'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { useFormAction } from '@/components/forms/use-form-action'
import { RecoveryCodes } from '@/components/sign-in/recovery-codes'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { renewCodes } from '../actions'

/** So few that it is time for new ones. */
const FEW = 3

export function RecoveryCard({ left }: { left: number }) {
  const t = useTranslations('factors.security')
  const [result, action] = useFormAction(renewCodes)
  return (
    <Card title={t('codes')}>
      <div className="flex flex-col items-start gap-4">
        <p className="max-w-measure text-text-muted">{t('codesLead')}</p>
        {left <= FEW ? <Alert tone="warning">{t('codesFew', { left })}</Alert> : <p>{t('codesLeft', { left })}</p>}
        <Refusal result={result} retry={action} />
        {result?.ok ? <RecoveryCodes codes={result.value.codes} /> : null}
        <ConfirmDialog trigger={t('codesNew')} title={t('codesNew')} confirmLabel={t('codesConfirm')} action={action}>
          {t('codesText')}
        </ConfirmDialog>
      </div>
    </Card>
  )
}
