'use client'
import { useTranslations } from 'next-intl'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { AccountLabel, AccountMembers } from '@/lib/accounts/members/queries'
import { leave, remove, revoke } from '../actions'
import { InvitedRow, MemberRow } from './member-rows'
import { Outcome } from './outcome'

type Account = AccountLabel & AccountMembers

/** Shows who is in each account, and who was invited; the outcome of an act stays on the page when its row is gone. */
export function MembersCards({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations('account.members')
  const [removed, removeAction] = useFormAction(remove)
  const [revoked, revokeAction] = useFormAction(revoke)
  const [left, leaveAction] = useFormAction(leave)
  return (
    <>
      <Outcome result={removed} retry={removeAction}>
        {t('removed')}
      </Outcome>
      <Outcome result={revoked}>{t('revoked')}</Outcome>
      <Outcome result={left} retry={leaveAction}>
        {t('left')}
      </Outcome>
      {accounts.map(({ id: accountId, isOwn, founder, members, invitations }) => {
        const phone = founder ?? '—'
        const name = isOwn ? t('own') : t('founded', { phone })
        return (
          <Card key={accountId} title={accounts.length === 1 ? t('title') : name}>
            <ul className="divide-y">
              {members.map((member) => (
                <MemberRow key={member.userId} accountId={accountId} member={member} remove={removeAction} />
              ))}
              {invitations.map((invitation) => (
                <InvitedRow key={invitation.id} invitation={invitation} revoke={revokeAction} />
              ))}
            </ul>
            {members.length === 1 ? (
              <p className="mt-2 max-w-measure text-text-muted">{t('alone')}</p>
            ) : (
              <div className="mt-3">
                <ConfirmDialog
                  trigger={t('leave')}
                  triggerLabel={t('leaveOf', { phone })}
                  title={t('leaveTitle')}
                  confirmLabel={t('leaveConfirm')}
                  isDangerous
                  action={leaveAction}
                  values={{ accountId }}
                >
                  <p>{t('leaveText')}</p>
                  {accounts.length === 1 ? <p className="mt-2">{t('leaveOnly')}</p> : null}
                </ConfirmDialog>
              </div>
            )}
          </Card>
        )
      })}
    </>
  )
}
