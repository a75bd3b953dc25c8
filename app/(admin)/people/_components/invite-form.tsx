'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Card } from '@/components/ui/card'
import { Refusal } from '../../_components/refusal'
import { RoleChoices } from '../../_components/role-choices'
import { rolesFailure } from '../../_components/roles-failure'
import { invite } from '../actions'
import { InvitationLink } from './invitation-link'

/** Makes the link by which someone joins; it is shown here, and never again. */
export function InviteForm() {
  const t = useTranslations('admin.invite')
  const tRoles = useTranslations('admin.roles')
  const [result, action] = useActionState(invite, null)
  const { isRoleMissing, sent } = rolesFailure(result)
  return (
    <Card title={t('title')}>
      <form action={action} className="flex flex-col gap-4">
        {result?.ok ? <InvitationLink {...result.value} /> : null}
        {isRoleMissing ? null : <Refusal result={result} />}
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <RoleChoices chosen={sent ?? []} error={isRoleMissing ? tRoles('missing') : undefined} />
        <div>
          <SubmitButton>{t('submit')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}
