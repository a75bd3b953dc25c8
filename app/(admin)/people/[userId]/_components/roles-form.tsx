'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { RoleChoices } from '@/components/staff/role-choices'
import { rolesFailure } from '@/components/staff/roles-failure'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import type { StaffRole } from '@/lib/db/generated/enums'
import type { RemovalRule } from '@/lib/staff/access-changes/removal-rule'
import { setRoles } from '../actions'

type Props = { userId: string; roles: readonly StaffRole[]; rule: RemovalRule }

export function RolesForm({ userId, roles, rule }: Props) {
  const t = useTranslations('admin.roles')
  const [result, action] = useFormAction(setRoles)
  const { isRoleMissing, sent } = rolesFailure(result)
  return (
    <Card title={t('title')}>
      <form action={action} className="flex flex-col gap-4">
        {isRoleMissing ? null : <Refusal result={result} retry={action} />}
        {result?.ok ? (
          <Alert tone={result.value.waits ? 'warning' : 'success'} isLive>
            {t(result.value.waits ? 'waits' : 'saved')}
          </Alert>
        ) : null}
        <input type="hidden" name="userId" value={userId} />
        {roles.map((role) => (
          <input key={role} type="hidden" name="from" value={role} />
        ))}
        <RoleChoices key={roles.join()} chosen={sent ?? roles} error={isRoleMissing ? t('missing') : undefined} />
        {rule === 'AT_ONCE' ? null : (
          <div className="max-w-measure space-y-1 text-text-muted">
            <p>{t('takesTwo')}</p>
            {rule === 'FINAL' ? <p>{t('FINAL')}</p> : null}
          </div>
        )}
        <div>
          <SubmitButton>{t('save')}</SubmitButton>
        </div>
      </form>
    </Card>
  )
}
