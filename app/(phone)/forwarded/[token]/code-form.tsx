'use client'
import { useTranslations } from 'next-intl'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { openLink } from './actions'

/** Takes the code of a link to a letter. */
export function CodeForm({ token }: { token: string }) {
  const t = useTranslations('forwarded.link')
  const tErrors = useTranslations('errors')
  const [result, action] = useFormAction(openLink)
  const failure = result && !result.ok ? result : null
  return (
    <form action={action} className="flex flex-col gap-4">
      {failure ? (
        <Alert tone="danger" isLive>
          {tErrors(failure.error, failure.params)}
        </Alert>
      ) : null}
      <input type="hidden" name="token" value={token} />
      <CodeField name="code" label={t('code')} hint={t('codeHint')} />
      <div>
        <SubmitButton>{t('submit')}</SubmitButton>
      </div>
    </form>
  )
}
