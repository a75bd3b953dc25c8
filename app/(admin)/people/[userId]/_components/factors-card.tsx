'use client'
import { useTranslations } from 'next-intl'
import { Refusal } from '@/app/_components/refusal'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import type { RemovalRule } from '@/lib/staff/access-changes/removal-rule'
import { reset } from '../actions'

type Props = { userId: string; name: string; hasFactor: boolean; rule: RemovalRule }

/** Shows how to reset the second factor of a colleague who lost it. */
export function FactorsCard({ userId, name, hasFactor, rule }: Props) {
  const t = useTranslations('factors.reset')
  const tAccess = useTranslations('admin.access')
  const [result, action] = useFormAction(reset)
  const isAtOnce = rule === 'AT_ONCE'
  return (
    <Card title={t('title')}>
      <div className="flex flex-col items-start gap-3">
        <Refusal result={result} retry={action} />
        {result?.ok && result.value.waits ? (
          <Alert tone="warning" isLive>
            {t('requested')}
          </Alert>
        ) : null}
        <p role="status" className="max-w-measure text-text-muted">
          {t(hasFactor ? 'has' : 'hasNone')}
        </p>
        {hasFactor ? (
          <ConfirmDialog
            trigger={t(isAtOnce ? 'reset' : 'request')}
            isDangerous
            title={t(isAtOnce ? 'resetTitle' : 'requestTitle', { name })}
            confirmLabel={t(isAtOnce ? 'resetConfirm' : 'requestConfirm')}
            action={action}
            values={{ userId }}
          >
            <p className="mb-2">{t('sure')}</p>
            {isAtOnce ? null : <p className="mb-2 font-medium text-text">{tAccess(rule)}</p>}
            <ul className="list-disc space-y-1 pl-5">
              <li>{t('willEnd')}</li>
              <li>{t('willSetUp')}</li>
              <li>{t('willBeNotified')}</li>
            </ul>
          </ConfirmDialog>
        ) : null}
      </div>
    </Card>
  )
}
