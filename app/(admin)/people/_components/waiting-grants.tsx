'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { WaitingGrant } from '@/lib/accounts/waiting-grants'
import { Refusal } from '../../_components/refusal'
import { decideRoles } from '../actions'

/** Roles that wait for a second administrator; nothing at all when none does. */
export function WaitingGrants({ grants }: { grants: readonly WaitingGrant[] }) {
  const t = useTranslations('admin.grants')
  const [result, action] = useActionState(decideRoles, null)
  if (grants.length === 0 && !result) return null
  return (
    <Card title={t('title')} className="mb-6">
      <div className="flex flex-col gap-3">
        <Refusal result={result} retry={action} />
        {result?.ok ? (
          <Alert tone="success" isLive>
            {t(result.value === 'CONFIRM' ? 'confirmed' : 'refused')}
          </Alert>
        ) : null}
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <ul className="divide-y empty:hidden">
          {grants.map((grant) => (
            <GrantRow key={grant.id} grant={grant} action={action} />
          ))}
        </ul>
      </div>
    </Card>
  )
}

type RowProps = { grant: WaitingGrant; action: (form: FormData) => void }

function GrantRow({ grant, action }: RowProps) {
  const t = useTranslations('admin.grants')
  const tRoles = useTranslations('access.roles')
  const tPeople = useTranslations('admin.people')
  const format = useFormatter()
  const { id: grantId, name, isInvitation, gained, requestedBy, isOwn, isForSelf, createdAt, expiresAt } = grant
  const roles = format.list(gained.map((role) => tRoles(`${role}.name`)))
  const whose = isInvitation ? t('invited') : (name ?? tPeople('nameless'))
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3 first:pt-0 last:pb-0">
      <div className="min-w-0">
        <p className="font-medium">{t('what', { roles, name: whose })}</p>
        <p className="text-text-muted">
          {t.rich('by', { name: requestedBy ?? '—', time: () => <ViewerTime at={createdAt} /> })}
        </p>
        <p className="text-sm text-text-muted compact:text-xs">
          {t.rich('until', { time: () => <ViewerTime at={expiresAt} /> })}
        </p>
        {isOwn ? <p className="text-text-muted">{t('own')}</p> : null}
        {isForSelf ? <p className="text-text-muted">{t('self')}</p> : null}
      </div>
      <div className="flex flex-wrap gap-2">
        {isOwn || isForSelf ? null : (
          <ConfirmDialog
            trigger={t('confirm')}
            triggerLabel={t('confirmOf', { roles, name: whose })}
            triggerSize="small"
            title={t('confirmTitle')}
            confirmLabel={t('confirmYes')}
            action={action}
            values={{ grantId, decision: 'CONFIRM' }}
          >
            {t('confirmText', { roles, name: whose, by: requestedBy ?? '—' })}
          </ConfirmDialog>
        )}
        <ConfirmDialog
          trigger={t(isOwn ? 'takeBack' : 'refuse')}
          triggerLabel={t(isOwn ? 'takeBackOf' : 'refuseOf', { roles, name: whose })}
          triggerVariant="danger-quiet"
          triggerSize="small"
          title={t('refuseTitle')}
          confirmLabel={t(isOwn ? 'takeBackYes' : 'refuseYes')}
          isDangerous
          action={action}
          values={{ grantId, decision: 'REFUSE' }}
        >
          {t('refuseText', { roles, name: whose })}
        </ConfirmDialog>
      </div>
    </li>
  )
}
