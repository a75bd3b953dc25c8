'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { PersonStatus } from '@/lib/db/generated/enums'
import type { RemovalRule } from '@/lib/staff/access-changes/removal-rule'
import { disable, enable } from '../actions'
import { BlockButton } from './block-button'

type Props = {
  userId: string
  name: string
  status: PersonStatus
  rule: RemovalRule
  isSensitive: boolean
  /** Says whether disabling or enabling them was requested already, and waits for another administrator. */
  isRequested: boolean
}

const STATUS_WORDS = { ACTIVE: 'active', BLOCKED: 'blocked', DISABLED: 'disabled' } as const

/** Shuts someone out, or lets them in again. */
export function AccessCard({ userId, name, status, rule, isSensitive, isRequested }: Props) {
  const t = useTranslations('admin.access')
  const [disabled, disableAction] = useFormAction(disable)
  const [enabled, enableAction] = useFormAction(enable)
  const isDisabled = status === 'DISABLED'
  const isBlocked = status === 'BLOCKED' // also of a person who has lost the role meanwhile
  const result = isDisabled ? enabled : disabled
  return (
    <Card title={t('title')}>
      <div className="flex flex-col items-start gap-3">
        <Refusal result={result} retry={isDisabled ? enableAction : disableAction} />
        {result?.ok && result.value.waits ? (
          <Alert tone="warning" isLive>
            {t('requested')}
          </Alert>
        ) : null}
        <p role="status" className="max-w-measure text-text-muted">
          {t(isBlocked && isSensitive ? 'blockedSensitive' : STATUS_WORDS[status])}
        </p>
        <div className="flex flex-wrap items-start gap-2">
          {isBlocked || (isSensitive && !isDisabled) ? (
            <BlockButton userId={userId} name={name} isBlocked={isBlocked} />
          ) : null}
          {isDisabled && !isRequested ? (
            <form action={enableAction} className="flex flex-col items-start gap-2">
              <input type="hidden" name="userId" value={userId} />
              {rule === 'AT_ONCE' ? null : <p className="max-w-measure text-text-muted">{t('CONSENT')}</p>}
              <SubmitButton variant="secondary">{t('enable')}</SubmitButton>
            </form>
          ) : null}
          {isDisabled || isRequested ? null : (
            <DisableButton userId={userId} name={name} rule={rule} action={disableAction} />
          )}
        </div>
      </div>
    </Card>
  )
}

type DisableProps = { userId: string; name: string; rule: RemovalRule; action: (form: FormData) => void }

function DisableButton({ userId, name, rule, action }: DisableProps) {
  const t = useTranslations('admin.access')
  const isAtOnce = rule === 'AT_ONCE'
  return (
    <ConfirmDialog
      trigger={t(isAtOnce ? 'disable' : 'requestDisable')}
      isDangerous
      title={t(isAtOnce ? 'disableTitle' : 'requestTitle', { name })}
      confirmLabel={t(isAtOnce ? 'disableConfirm' : 'requestConfirm')}
      action={action}
      values={{ userId }}
    >
      {isAtOnce ? null : <p className="mb-2 font-medium text-text">{t(rule)}</p>}
      <ul className="list-disc space-y-1 pl-5">
        {isAtOnce ? null : <li>{t('notified')}</li>}
        <li>{t('willEnd')}</li>
        <li>{t('willReturn')}</li>
        <li>{t('willStay')}</li>
      </ul>
    </ConfirmDialog>
  )
}
