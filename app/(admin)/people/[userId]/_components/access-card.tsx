'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { PersonStatus } from '@/lib/db/generated/enums'
import { Refusal } from '../../../_components/refusal'
import { disable, enable } from '../actions'

type Props = { userId: string; name: string; status: PersonStatus }

/** Shuts someone out, or lets them in again. */
export function AccessCard({ userId, name, status }: Props) {
  const t = useTranslations('admin.access')
  const [disabled, disableAction] = useActionState(disable, null)
  const [enabled, enableAction] = useActionState(enable, null)
  const isActive = status === 'ACTIVE'
  return (
    <Card title={t('title')}>
      <div className="flex flex-col items-start gap-3">
        <Refusal result={isActive ? disabled : enabled} retry={isActive ? disableAction : enableAction} />
        <p role="status" className="max-w-measure text-text-muted">
          {t(isActive ? 'active' : 'disabled')}
        </p>
        {isActive ? (
          <ConfirmDialog
            trigger={t('disable')}
            isDangerous
            title={t('disableTitle', { name })}
            confirmLabel={t('disableConfirm')}
            action={disableAction}
            values={{ userId }}
          >
            <ul className="list-disc space-y-1 pl-5">
              <li>{t('willEnd')}</li>
              <li>{t('willReturn')}</li>
              <li>{t('willStay')}</li>
            </ul>
          </ConfirmDialog>
        ) : (
          <form action={enableAction}>
            <input type="hidden" name="userId" value={userId} />
            <SubmitButton variant="secondary">{t('enable')}</SubmitButton>
          </form>
        )}
      </div>
    </Card>
  )
}
