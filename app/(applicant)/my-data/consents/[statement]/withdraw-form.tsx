'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { withdraw } from '../actions'

/** The page around it is its confirmation. */
export function WithdrawForm({ statement }: { statement: string }) {
  const t = useTranslations('myData.consents.leave')
  const tError = useTranslations('errors')
  const [result, action] = useFormAction(withdraw)
  return (
    <form action={action} className="flex flex-col gap-3">
      {result?.ok === false ? (
        <Alert tone="danger" isLive>
          {tError(result.error, result.params)}
        </Alert>
      ) : null}
      <input type="hidden" name="statement" value={statement} />
      <div>
        <SubmitButton variant="danger">{t('confirm')}</SubmitButton>
      </div>
    </form>
  )
}
