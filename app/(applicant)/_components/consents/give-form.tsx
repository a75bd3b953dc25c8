'use client'
import { useTranslations } from 'next-intl'
import { Checkbox } from '@/components/forms/checkbox'
import { described, FieldError } from '@/components/forms/field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { give } from '../../my-data/consents/actions'

type Props = {
  statement: string
  /** Names the version of the statement. */
  version: string
  title: string
  /** Says whether one stays on the page, which waits for this consent. */
  isHere?: boolean
}

/** Shows the form to agree again, by a box of its own below the text. */
export function GiveForm({ statement, version, title, isHere = false }: Props) {
  const t = useTranslations('myData.consents')
  const tError = useTranslations('errors')
  const [result, action] = useFormAction(give)
  const name = `agree-${statement}`
  const isUnticked = result?.ok === false && result.error === 'INVALID_INPUT'
  const error = isUnticked ? t('agreeMissing') : undefined
  return (
    <form action={action} noValidate className="flex flex-col gap-3 border-t pt-4">
      {result?.ok === false && !isUnticked ? (
        <Alert tone="danger" isLive>
          {tError(result.error, result.params)}
        </Alert>
      ) : null}
      <input type="hidden" name="statement" value={statement} />
      <input type="hidden" name="version" value={version} />
      {isHere ? <input type="hidden" name="here" value="yes" /> : null}
      <div>
        <label htmlFor={name} className="flex min-h-11 items-center gap-3 py-1">
          <Checkbox {...described({ name, hint: null, error })} name="agree" value="yes" required />
          <span>{t('agree', { title })}</span>
        </label>
        <FieldError name={name}>{error}</FieldError>
      </div>
      <div>
        <SubmitButton aria-label={t('giveOf', { title })}>{t('give')}</SubmitButton>
      </div>
    </form>
  )
}
