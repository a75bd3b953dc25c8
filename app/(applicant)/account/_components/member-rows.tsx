import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import type { AccountMembers } from '@/lib/accounts/members/queries'
import { ConfirmedNext } from '../../_components/own-code/confirmed-next'

type Action = (form: FormData) => void

type MemberProps = { accountId: string; member: AccountMembers['members'][number]; remove: Action }

export function MemberRow({ accountId, member, remove }: MemberProps) {
  const t = useTranslations('account.members')
  const { userId, since, isSelf } = member
  const phone = member.phone ?? t('someone')
  return (
    <Row
      name={phone}
      badge={isSelf ? <StatusBadge tone="info">{t('you')}</StatusBadge> : null}
      about={t.rich('since', { time: () => <Moment at={since} /> })}
    >
      {isSelf ? null : (
        <ConfirmDialog
          trigger={t('remove')}
          triggerLabel={t('removeOf', { phone })}
          triggerVariant="danger-quiet"
          triggerSize="small"
          title={t('removeTitle', { phone })}
          confirmLabel={t('removeConfirm')}
          isDangerous
          action={remove}
          values={{ accountId, userId, intent: 'start' }}
        >
          <p>{t('removeText')}</p>
          <ConfirmedNext />
        </ConfirmDialog>
      )}
    </Row>
  )
}

type InvitedProps = { invitation: AccountMembers['invitations'][number]; revoke: Action }

export function InvitedRow({ invitation: { id: invitationId, phone, expiresAt }, revoke }: InvitedProps) {
  const t = useTranslations('account.members')
  return (
    <Row
      name={phone}
      badge={<StatusBadge tone="warning">{t('invited')}</StatusBadge>}
      about={t.rich('until', { time: () => <Moment at={expiresAt} /> })}
    >
      <ConfirmDialog
        trigger={t('revoke')}
        triggerLabel={t('revokeOf', { phone })}
        triggerVariant="danger-quiet"
        triggerSize="small"
        title={t('revokeTitle', { phone })}
        confirmLabel={t('revokeConfirm')}
        isDangerous
        action={revoke}
        values={{ invitationId }}
      >
        {t('revokeText')}
      </ConfirmDialog>
    </Row>
  )
}

type RowProps = { name: ReactNode; badge: ReactNode; about: ReactNode; children: ReactNode }

function Row({ name, badge, about, children }: RowProps) {
  return (
    <li className="flex items-center justify-between gap-4 py-3 first:pt-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="numeric font-medium">{name}</span>
          {badge}
        </p>
        <p className="text-sm text-text-muted">{about}</p>
      </div>
      {children}
    </li>
  )
}
