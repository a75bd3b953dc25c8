'use client'
import { useTranslations } from 'next-intl'
import { textsIn } from '@/components/forms/sent'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { AccountLabel, AccountMembers } from '@/lib/accounts/members/queries'
import { ConfirmForm } from '../../_components/own-code/confirm-form'
import { ConfirmedNext } from '../../_components/own-code/confirmed-next'
import { useConfirmed } from '../../_components/own-code/use-confirmed'
import { leave, remove, revoke } from '../actions'
import { InvitedRow, MemberRow } from './member-rows'
import { Outcome } from './outcome'
import { RemovedChoice } from './removed-choice'

type Account = AccountLabel & AccountMembers

/** Shows who is in each account, and who was invited; the outcome of an act stays on the page when its row is gone. */
export function MembersCards({ accounts }: { accounts: readonly Account[] }) {
  const t = useTranslations('account.members')
  const removing = useConfirmed(remove, { isEdited: true })
  const leaving = useConfirmed(leave)
  const [revoked, revokeAction] = useFormAction(revoke)
  const removed = removing.result
  const of = accounts.find(({ id }) => textsIn(removing.sent, 'accountId').includes(id))
  return (
    <>
      <Outcome result={removed}>{t('removed', { count: removed?.ok ? removed.value.count : 1 })}</Outcome>
      <Outcome result={revoked}>{t('revoked')}</Outcome>
      <Outcome result={leaving.result}>{t('left')}</Outcome>
      <ConfirmForm
        step={removing.step}
        action={removing.action}
        id="remove-code"
        title={t('removing')}
        label={t('removeConfirm')}
        isDangerous
        shown={of ? ['userId'] : []}
      >
        {of ? (
          <RemovedChoice
            members={of.members}
            chosen={textsIn(removing.sent, 'userId')}
            isMissing={removing.failure?.fields.userId !== undefined}
          />
        ) : null}
      </ConfirmForm>
      <ConfirmForm
        step={leaving.step}
        action={leaving.action}
        id="leave-code"
        title={t('leaving')}
        label={t('leaveConfirm')}
        isDangerous
      />
      {accounts.map(({ id: accountId, isOwn, founder, members, invitations }) => {
        const phone = founder ?? '—'
        const name = isOwn ? t('own') : t('founded', { phone })
        return (
          <Card key={accountId} title={accounts.length === 1 ? t('title') : name}>
            <ul className="divide-y">
              {members.map((member) => (
                <MemberRow key={member.userId} accountId={accountId} member={member} remove={removing.action} />
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
                  action={leaving.action}
                  values={{ accountId, intent: 'start' }}
                >
                  <p>{t('leaveText')}</p>
                  {accounts.length === 1 ? <p className="mt-2">{t('leaveOnly')}</p> : null}
                  <ConfirmedNext />
                </ConfirmDialog>
              </div>
            )}
          </Card>
        )
      })}
    </>
  )
}
