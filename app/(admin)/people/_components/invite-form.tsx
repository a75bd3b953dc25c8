'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { EmailField } from '@/components/forms/text-field'
import { useFormAction } from '@/components/forms/use-form-action'
import { RoleChoices } from '@/components/staff/role-choices'
import { rolesFailure } from '@/components/staff/roles-failure'
import { Card } from '@/components/ui/card'
import { invite } from '../actions'
import { InvitationLink } from './invitation-link'

/** Makes the link by which someone joins; it is shown here, and never again. */
export function InviteForm({ isEmailSent }: { isEmailSent: boolean }) {
  const t = useTranslations('admin.invite')
  const tRoles = useTranslations('admin.roles')
  const [result, action] = useFormAction(invite)
  const { isRoleMissing, sent } = rolesFailure(result)
  const refused = result && !result.ok ? result : null
  const isEmailWrong = Boolean(refused?.fields.email)
  const email = refused?.sent.email
  return (
    <Card title={t('title')}>
      <form action={action} noValidate className="flex flex-col gap-4">
        {result?.ok ? <InvitationLink {...result.value} /> : null}
        {isRoleMissing || isEmailWrong ? null : <Refusal result={result} retry={action} />}
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <RoleChoices
          key={result?.ok ? result.value.url : ''}
          chosen={sent ?? []}
          error={isRoleMissing ? tRoles('missing') : undefined}
        />
        {isEmailSent ? (
          <EmailField
            name="email"
            label={t('email')}
            hint={t('emailHint')}
            error={isEmailWrong ? t('emailWrong') : undefined}
            isOptional
            width="half"
            defaultValue={typeof email === 'string' ? email : undefined}
          />
        ) : null}
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}
