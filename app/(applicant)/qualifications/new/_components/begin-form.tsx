'use client'
import { useTranslations } from 'next-intl'
import { useActionState, useState } from 'react'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { ErrorSummary } from '@/components/forms/error-summary'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import type { AccountLabel } from '@/lib/members/queries'
import { begin } from '../actions'
import { Prepare } from './prepare'
import { isOutside, isWho, type Outside, type Who } from './who'

type Props = {
  age: number
  takesIndividualBusinesses: boolean
  /** Those that they may act for. */
  accounts: readonly AccountLabel[]
  /** Without scripts, after it was sent. */
  chosen: Outside | null
}

export function BeginForm({ age, takesIndividualBusinesses, accounts, chosen }: Props) {
  const t = useTranslations('applicant.new')
  const [result, action] = useActionState(begin, null)
  const [who, setWho] = useState<Who | null>(chosen)
  const choices = [
    { value: 'INDIVIDUAL', hint: t('individualHint', { age }) },
    {
      value: 'ORGANISATION',
      hint: t('organisationHint', { individualBusinesses: takesIndividualBusinesses ? 'yes' : 'no' }),
    },
  ]
  const rulebook = useTranslations('rulebook.kinds')
  return (
    <form
      action={action}
      onChange={({ target }) => {
        const { name, value } = target as unknown as HTMLInputElement
        if (name === 'kind' && isWho(value)) setWho(value)
      }}
      className="flex flex-col gap-6"
    >
      <Refused result={result} />
      <ChoiceCards
        type="radio"
        name="kind"
        legend={t('who')}
        isRequired
        defaultValues={who ? [who] : []}
        choices={[
          ...choices.map(({ value, hint }) => ({ value, label: rulebook(`${value}.name`), hint })),
          { value: 'MINOR', label: t('others.MINOR', { age }) },
          { value: 'OUTSIDE', label: t('others.OUTSIDE') },
        ]}
      />
      {isOutside(who) ? (
        <Alert tone="warning" isLive title={t(`cannot.${who}.title`, { age })}>
          {t(`cannot.${who}.text`, { age })}
        </Alert>
      ) : null}
      {who && !isOutside(who) ? <Prepare kind={who} /> : null}
      {accounts.length > 1 ? (
        <SelectField
          name="accountId"
          label={t('account')}
          hint={t('accountHint')}
          options={accounts.map(({ id, isOwn, founder }) => ({
            value: id,
            label: isOwn ? t('ownAccount') : t('accountOf', { founder: founder ?? '' }),
          }))}
        />
      ) : null}
      {/* It stays where the answer is no: without scripts there would be no way on. */}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t pt-5">
        <SubmitButton>{t('begin')}</SubmitButton>
        <p className="text-sm text-text-muted">{t('savesItself')}</p>
      </div>
    </form>
  )
}

/** A time to wait, or too many drafts, is no mistake of theirs: the page says how they can continue. */
function Refused({ result }: { result: Awaited<ReturnType<typeof begin>> | null }) {
  const t = useTranslations()
  if (!result || result.ok) return null
  const message = t(`errors.${result.error}`, result.params)
  if (result.error === 'TOO_MANY_DRAFTS') {
    const toList = (
      <a className="link" href="/qualifications">
        {t('applicant.new.toDrafts')}
      </a>
    )
    return (
      <Alert tone="warning" isLive title={t('applicant.new.tooManyDrafts')} action={toList}>
        {message}
      </Alert>
    )
  }
  if (result.error !== 'COOLING_OFF') return <ErrorSummary message={message} />
  return (
    <Alert tone="warning" isLive title={t('applicant.new.coolingOff')}>
      {message}
    </Alert>
  )
}
