'use client'
import { useTranslations } from 'next-intl'
import { useFormAction } from '@/components/forms/use-form-action'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import type { listInvitationsTo } from '@/lib/accounts/members/queries'
import { ConfirmForm } from '../../_components/own-code/confirm-form'
import { ConfirmedNext } from '../../_components/own-code/confirmed-next'
import { useConfirmed } from '../../_components/own-code/use-confirmed'
import { accept, decline } from '../actions'
import { Outcome } from './outcome'

type Invitations = Awaited<ReturnType<typeof listInvitationsTo>>

/** Accounts that one was asked into; how one answered stays when the last of them is gone. */
export function InvitationsToMe({ invitations }: { invitations: Invitations }) {
  const t = useTranslations('account.toMe')
  const accepting = useConfirmed(accept)
  const [declined, declineAction] = useFormAction(decline)
  const outcome = (
    <>
      <Outcome result={accepting.result}>{t('accepted')}</Outcome>
      <Outcome result={declined}>{t('declined')}</Outcome>
      <ConfirmForm
        step={accepting.step}
        action={accepting.action}
        id="join-code"
        title={t('accepting')}
        label={t('acceptConfirm')}
      />
    </>
  )
  if (invitations.length === 0) return outcome
  return (
    <Card id="invitations" title={t('title')}>
      <div className="flex flex-col gap-3">
        {outcome}
        <p className="max-w-measure text-text-muted">{t('about')}</p>
        <ul className="divide-y">
          {invitations.map(({ id: invitationId, inviter, expiresAt }) => {
            const phone = inviter ?? '—'
            return (
              <li key={invitationId} className="flex flex-col gap-3 py-3 last:pb-0">
                <div>
                  <p className="font-medium">{t('from', { phone })}</p>
                  <p className="text-sm text-text-muted">
                    {t.rich('until', { time: () => <Moment at={expiresAt} /> })}
                  </p>
                </div>
                <div className="flex flex-wrap gap-3">
                  <ConfirmDialog
                    trigger={t('accept')}
                    triggerLabel={t('acceptOf', { phone })}
                    triggerVariant="primary"
                    title={t('acceptTitle', { phone })}
                    confirmLabel={t('acceptConfirm')}
                    action={accepting.action}
                    values={{ invitationId, intent: 'start' }}
                  >
                    <p>{t('acceptText')}</p>
                    <ConfirmedNext />
                  </ConfirmDialog>
                  <ConfirmDialog
                    trigger={t('decline')}
                    triggerLabel={t('declineOf', { phone })}
                    title={t('declineTitle', { phone })}
                    confirmLabel={t('declineConfirm')}
                    action={declineAction}
                    values={{ invitationId }}
                  >
                    {t('declineText')}
                  </ConfirmDialog>
                </div>
              </li>
            )
          })}
        </ul>
      </div>
    </Card>
  )
}
