'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { problemsOf } from '@/app/(admin)/_components/problems-of'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField, TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import type { OperatorView } from '@/lib/staff/operator/read-operator'
import { enter } from './actions'

const FIELDS = ['name', 'phone', 'email'] as const
/** Names the field at which a problem is shown that only the verb finds. */
const FIELD_OF: Readonly<Record<string, string>> = {
  NAME_MISSING: 'name',
  CONTACT_MISSING: 'phone',
  VOIDS_LETTERS: 'voids',
}

/** Asks for the operator's name and contacts. What the environment decides is shown, and not asked. */
export function OperatorForm({ view: { entered, given, signedLetters } }: { view: OperatorView }) {
  const t = useTranslations('rules.operator')
  const [result, action] = useFormAction(enter)
  const refused = result && !result.ok ? result : null
  const problemOf = problemsOf(
    result,
    useTranslations('rules.operator.problems'),
    FIELD_OF[String(refused?.params.problem)],
  )
  const hasProblem = [...FIELDS, 'voids'].some((name) => problemOf(name))
  const fieldOf = (name: (typeof FIELDS)[number]) => ({
    name,
    label: t(`${name}.label`),
    hint: t(`${name}.hint`),
    error: problemOf(name),
    defaultValue: refused ? textOf(refused.sent[name]) : (entered[name] ?? ''),
  })
  return (
    <Card>
      <form action={action} noValidate className="flex flex-col gap-5">
        {hasProblem ? null : <Refusal result={result} retry={action} />}
        <input type="hidden" name="edition" value={entered.edition} />
        {given.name ? (
          <Given label={t('name.label')} value={given.name} variable="OPERATOR_NAME" />
        ) : (
          <TextField {...fieldOf('name')} required maxLength={100} autoComplete="organization" />
        )}
        {given.name || signedLetters === 0 ? null : (
          <ChoiceCards
            type="checkbox"
            name="voids"
            legend={t('voids.legend')}
            error={problemOf('voids')}
            choices={[{ value: 'yes', label: t('voids.label', { count: signedLetters }), hint: t('voids.hint') }]}
          />
        )}
        {given.phone ? (
          <Given label={t('phone.label')} value={given.phone} variable="OPERATOR_PHONE" />
        ) : (
          <TextField {...fieldOf('phone')} type="tel" width="half" autoComplete="tel" />
        )}
        {given.email ? (
          <Given label={t('email.label')} value={given.email} variable="OPERATOR_EMAIL" />
        ) : (
          <EmailField {...fieldOf('email')} width="half" />
        )}
        {given.name && given.phone && given.email ? null : (
          <div>
            <SubmitButton>{t('submit')}</SubmitButton>
          </div>
        )}
      </form>
    </Card>
  )
}

function Given({ label, value, variable }: { label: string; value: string; variable: string }) {
  const t = useTranslations('rules.operator')
  return (
    <dl>
      <dt className="font-medium">{label}</dt>
      <dd className="wrap-anywhere">{value}</dd>
      <dd className="text-sm text-text-muted">{t('given', { variable })}</dd>
    </dl>
  )
}
