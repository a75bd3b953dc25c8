'use client'
import { useTranslations } from 'next-intl'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { bind } from './actions'

/** Binds this browser by a button. */
export function BindForm({ token }: { token: string }) {
  const t = useTranslations('phone.link')
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(bind)
  return (
    <form action={action} className="flex flex-col gap-4">
      {result && !result.ok ? (
        <Alert tone="danger" isLive>
          {tErrors(result.error, result.params)}
        </Alert>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
