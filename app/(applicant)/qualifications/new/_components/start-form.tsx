'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { ErrorSummary } from '@/components/forms/error-summary'
import { SelectField } from '@/components/forms/select-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { useHydrated } from '@/components/ui/use-hydrated'
import type { AccountLabel } from '@/lib/accounts/members/queries'
import { startOfDay } from '@/lib/core/clock'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { startQualification } from '../actions'
import { Prepare } from './prepare'
import { isOutside, isWho, type Who } from './who'
import { WhoFields } from './who-fields'

/** Holds the questions to each kind of applicant. */
export type Questions = Partial<Record<QualificationKind, Omit<ComponentProps<typeof WhoFields>, 'switches'>>>

type Props = {
  age: number
  takesIndividualBusinesses: boolean
  /** Lists the accounts that the applicant may act for. */
  accounts: readonly AccountLabel[]
  questions: Questions
  /** Shows which page this is of how many, which depends on the kind of applicant. */
  numbers: Record<QualificationKind, ReactNode>
  switches: ComponentProps<typeof WhoFields>['switches']
  /** Holds who they said they are, where they answered before or sent the form without scripts. */
  chosen: Who | null
  /** Holds what they answered before they applied, as the query of an address and as it is shown. */
  prepared: { kind: QualificationKind; query: string; shown: ReactNode } | null
}

export function StartForm(props: Props) {
  const { age, takesIndividualBusinesses, accounts, questions, numbers, switches, chosen, prepared } = props
  const t = useTranslations('applicant.new')
  const [result, action] = useFormAction(startQualification)
  const [who, setWho] = useState<Who | null>(chosen)
  const isHydrated = useHydrated()
  const choices = [
    { value: 'INDIVIDUAL', hint: t('individualHint', { age }) },
    {
      value: 'ORGANISATION',
      hint: t('organisationHint', { individualBusinesses: takesIndividualBusinesses ? 'yes' : 'no' }),
    },
  ]
  const rulebook = useTranslations('rulebook.kinds')
  const asked = who && !isOutside(who) ? questions[who] : undefined
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
      {asked ? <WhoFields key={who} {...asked} switches={switches} /> : null}
      {prepared ? <input type="hidden" name="prepared" value={prepared.query} /> : null}
      {prepared?.kind === who ? (
        <Alert title={t('prepared')}>{prepared.shown}</Alert>
      ) : who && !isOutside(who) ? (
        <Prepare kind={who} />
      ) : null}
      {accounts.length > 1 ? <AccountField accounts={accounts} /> : null}
      {/* Without scripts it stays where the answer is no: there would be no way to give another. */}
      <div hidden={isHydrated && isOutside(who)} className="flex flex-wrap items-center gap-x-4 gap-y-3 border-t pt-5">
        <SubmitButton>{t('start')}</SubmitButton>
        {who && !isOutside(who) ? numbers[who] : null}
        <p className="text-sm text-text-muted">{t('savesItself')}</p>
      </div>
    </form>
  )
}

function AccountField({ accounts }: Pick<Props, 'accounts'>) {
  const t = useTranslations('applicant.new')
  return (
    <SelectField
      name="accountId"
      label={t('account')}
      hint={t('accountHint')}
      options={accounts.map(({ id, isOwn, founder }) => ({
        value: id,
        label: isOwn ? t('ownAccount') : t('accountOf', { founder: founder ?? '' }),
      }))}
    />
  )
}

/** Shows a refusal. A time to wait, or too many drafts, is no mistake of theirs: the page says how to continue. */
function Refused({ result }: { result: Awaited<ReturnType<typeof startQualification>> | null }) {
  const t = useTranslations()
  const format = useFormatter()
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
  const date = format.dateTime(startOfDay(String(result.params?.date)), 'day')
  return (
    <Alert tone="warning" isLive title={t('applicant.new.coolingOff')}>
      {t('errors.COOLING_OFF', { date })}
    </Alert>
  )
}
