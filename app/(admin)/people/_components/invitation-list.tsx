'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { ViewerTime } from '@/components/ui/viewer-time'
import type { listInvitations } from '@/lib/accounts/queries'
import { Refusal } from '../../_components/refusal'
import { revoke } from '../actions'

type Invitation = Awaited<ReturnType<typeof listInvitations>>[number]

/** Those that can still be used. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  const t = useTranslations('admin.invitations')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  const [result, action] = useActionState(revoke, null)
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-3">
        <Refusal result={result} retry={action} />
        {result?.ok ? (
          <Alert tone="success" isLive>
            {t('revoked')}
          </Alert>
        ) : null}
        {invitations.length === 0 ? <p className="text-text-muted">{t('empty')}</p> : null}
        <ul className="divide-y empty:hidden">
          {invitations.map(({ id, roles, email, expiresAt, createdAt, invitedBy }) => {
            const names = format.list(roles.map((role) => tRoles(`${role}.name`)))
            return (
              <li key={id} className="flex items-start justify-between gap-4 py-3 first:pt-0 last:pb-0">
                <div className="min-w-0">
                  <p className="font-medium">{names}</p>
                  {email ? <p className="wrap-anywhere">{t('to', { email })}</p> : null}
                  <p className="text-text-muted">{t.rich('until', { time: () => <ViewerTime at={expiresAt} /> })}</p>
                  <p className="text-sm text-text-muted compact:text-xs">
                    {t.rich('by', { name: invitedBy ?? '—', time: () => <ViewerTime at={createdAt} /> })}
                  </p>
                </div>
                <ConfirmDialog
                  trigger={t('revoke')}
                  triggerLabel={t('revokeOf', { roles: names })}
                  triggerVariant="danger-quiet"
                  triggerSize="small"
                  isDangerous
                  title={t('revokeTitle')}
                  confirmLabel={t('revokeConfirm')}
                  action={action}
                  values={{ invitationId: id }}
                >
                  {t('revokeText', { roles: names })}
                </ConfirmDialog>
              </li>
            )
          })}
        </ul>
      </div>
    </Card>
  )
}
