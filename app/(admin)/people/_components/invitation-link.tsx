'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { CopyField } from '@/components/ui/copy-field'
import { Moment } from '@/components/ui/moment'
import type { StaffRole } from '@/lib/db/generated/enums'

type Props = {
  url: string
  expiresAt: Date
  roles: readonly StaffRole[]
  email?: string | undefined
  /** A second administrator has to approve the invitation. */
  waits: boolean
}

export function InvitationLink({ url, expiresAt, roles, email, waits }: Props) {
  const t = useTranslations('admin.invite')
  const tRoles = useTranslations('access.roles')
  const format = useFormatter()
  const title = t('made', { roles: format.list(roles.map((role) => tRoles(`${role}.name`))) })
  if (waits && email) {
    return (
      <Alert tone="warning" isLive title={title}>
        <p className="mt-1 wrap-anywhere">{t('waitsMailed', { email })}</p>
      </Alert>
    )
  }
  return (
    <Alert tone={waits ? 'warning' : 'success'} isLive title={title}>
      {waits ? <p className="mt-1">{t('waits')}</p> : null}
      {email ? <p className="mt-1 wrap-anywhere">{t('mailed', { email })}</p> : null}
      <CopyField
        label={t('link')}
        value={url}
        words={{ copy: t('copy'), copied: t('copied'), copyByHand: t('copyByHand') }}
      />
      <ul className="mt-3 list-disc space-y-1 pl-5">
        <li>{t('once')}</li>
        <li>{t('send')}</li>
        <li>{t.rich('until', { time: () => <Moment at={expiresAt} /> })}</li>
      </ul>
    </Alert>
  )
}
