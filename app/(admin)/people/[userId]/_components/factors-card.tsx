'use client'
import { useTranslations } from 'next-intl'
import { useActionState } from 'react'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Refusal } from '../../../_components/refusal'
import { reset } from '../actions'

type Props = { userId: string; name: string; hasFactor: boolean }

/** For a colleague who lost their second factor. */
export function FactorsCard({ userId, name, hasFactor }: Props) {
  const t = useTranslations('factors.reset')
  const [result, action] = useActionState(reset, null)
  return (
    <Card title={t('title')}>
      <div className="flex flex-col items-start gap-3">
        <Refusal result={result} retry={action} />
        <p role="status" className="max-w-measure text-text-muted">
          {t(hasFactor ? 'has' : 'hasNone')}
        </p>
        {hasFactor ? (
          <ConfirmDialog
            trigger={t('reset')}
            isDangerous
            title={t('resetTitle', { name })}
            confirmLabel={t('resetConfirm')}
            action={action}
            values={{ userId }}
          >
            <p className="mb-2">{t('sure')}</p>
            <ul className="list-disc space-y-1 pl-5">
              <li>{t('willEnd')}</li>
              <li>{t('willSetUp')}</li>
              <li>{t('willBeTold')}</li>
            </ul>
          </ConfirmDialog>
        ) : null}
      </div>
    </Card>
  )
}
