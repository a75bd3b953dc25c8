'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { problemsOf } from '@/app/(admin)/_components/problems-of'
import { ChoiceCards } from '@/components/forms/choice-cards'
import { SelectField } from '@/components/forms/select-field'
import { textsIn } from '@/components/forms/sent'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { TextareaField } from '@/components/forms/textarea-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ApiScope } from '@/lib/db/generated/enums'
import { KEY_DAYS } from '@/lib/integrations/key-days'
import { create } from '../actions'
import { MadeKey } from './made-key'
import { ModeField } from './mode-field'

const SCOPES = Object.values(ApiScope)
const DEFAULT_SCOPES = ['SENDERS_CHECK'] satisfies ApiScope[]
const DEFAULT_DAYS = '365'

/** Makes a key, which is shown above the form this once. What was typed stays when it is refused. */
export function CreateForm() {
  const t = useTranslations('integrations.create')
  const tScopes = useTranslations('integrations.scopes')
  const [result, action] = useFormAction(create)
  const problemOf = problemsOf(result, useTranslations('integrations.problems'), 'accountId')
  const refused = result && !result.ok ? result : null
  const sent = refused?.sent ?? {}
  const hasProblem = ['name', 'scopes', 'accountId', 'networks'].some((name) => problemOf(name))
  return (
    <Card title={t('title')}>
      {/* A form that made a key is a new one. */}
      <form key={result?.ok ? result.value.id : ''} action={action} noValidate className="flex flex-col gap-4">
        {result?.ok ? <MadeKey {...result.value} /> : null}
        {hasProblem ? null : <Refusal result={result} retry={action} />}
        <TextField
          name="name"
          label={t('name')}
          hint={t('nameHint')}
          error={problemOf('name')}
          required
          width="half"
          defaultValue={textOf(sent.name)}
        />
        <ModeField of="integrations" defaultValue={textOf(sent.isTest)} />
        <ChoiceCards
          type="checkbox"
          name="scopes"
          legend={t('scopes')}
          error={problemOf('scopes')}
          columns={2}
          defaultValues={refused ? textsIn(sent, 'scopes') : DEFAULT_SCOPES}
          choices={SCOPES.map((scope) => {
            return { value: scope, label: tScopes(`${scope}.name`), hint: tScopes(`${scope}.about`) }
          })}
        />
        <TextField
          name="accountId"
          label={t('account')}
          hint={t('accountHint')}
          error={problemOf('accountId')}
          isOptional
          spellCheck={false}
          className="max-w-120"
          defaultValue={textOf(sent.accountId)}
        />
        <TextareaField
          name="networks"
          label={t('networks')}
          hint={t('networksHint')}
          error={problemOf('networks')}
          isOptional
          spellCheck={false}
          className="max-w-120"
          defaultValue={textOf(sent.networks)}
        />
        <SelectField
          name="days"
          label={t('days')}
          options={KEY_DAYS.map((days) => ({ value: days, label: t(`lasting.${days || 'none'}`) }))}
          defaultValue={refused ? textOf(sent.days) : DEFAULT_DAYS}
        />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}
