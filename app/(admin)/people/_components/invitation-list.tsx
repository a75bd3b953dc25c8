'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { Outcome } from '@/app/_components/outcome'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import type { listInvitations } from '@/lib/staff/invitations/queries'
import { revoke } from '../actions'

type Invitation = Awaited<ReturnType<typeof listInvitations>>[number]

/** Lists the invitations that can still be used. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  const t = useTranslations('admin.invitations')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  const [result, action] = useFormAction(revoke)
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-3">
        <Outcome result={result} retry={action} done={() => t('revoked')} />
        {invitations.length === 0 ? <p className="text-text-muted">{t('empty')}</p> : null}
        <ul className="divide-y empty:hidden">
          {invitations.map(({ id, roles, email, expiresAt, createdAt, invitedBy }) => {
            const names = format.list(roles.map((role) => tRoles(`${role}.name`)))
            return (
              <li key={id} className="flex items-start justify-between gap-4 py-3 first:pt-0 last:pb-0">
                <div className="min-w-0">
                  <p className="font-medium">{names}</p>
                  {email ? <p className="wrap-anywhere">{t('to', { email })}</p> : null}
                  <p className="text-text-muted">{t.rich('until', { time: () => <Moment at={expiresAt} /> })}</p>
                  <p className="text-sm text-text-muted compact:text-xs">
                    {t.rich('by', { name: invitedBy ?? '—', time: () => <Moment at={createdAt} /> })}
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
