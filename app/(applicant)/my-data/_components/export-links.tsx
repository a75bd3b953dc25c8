'use client'
import { Download } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect } from 'react'
import { SubmitButton } from '@/components/forms/submit-button'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import type { AccountLabel } from '@/lib/accounts/members/queries'
import type { ActionResult } from '@/lib/core/forms/action-result'
import { ConfirmForm } from '../../_components/own-code/confirm-form'
import { useConfirmed } from '../../_components/own-code/use-confirmed'
import { prepareExport } from '../actions'
import { useAccountNames } from './use-account-names'

/** Links to all of an account in one file. The download starts by itself; without scripts a link to it appears. */
export function ExportLinks({ accounts }: { accounts: readonly AccountLabel[] }) {
  const t = useTranslations('myData.export')
  const nameOf = useAccountNames()
  const { action, step, result } = useConfirmed(prepareExport)
  useEffect(() => {
    if (result?.ok) window.location.assign(result.value.href)
  }, [result])
  return (
    <Card title={t('title')}>
      <p className="max-w-measure text-text-muted">{t('text')}</p>
      <div className="mt-4 flex flex-col gap-4">
        <Prepared result={result} />
        <ConfirmForm step={step} action={action} id="export-code" title={t('confirming')} label={t('download')} />
        {step ? null : (
          <div className="flex flex-wrap gap-3">
            {accounts.map((account) => (
              <form key={account.id} action={action}>
                <input type="hidden" name="accountId" value={account.id} />
                <input type="hidden" name="intent" value="start" />
                <SubmitButton variant="secondary" className="h-auto shrink py-2 text-left whitespace-normal">
                  <Download aria-hidden />
                  {accounts.length === 1 ? t('download') : t('downloadOf', { account: nameOf(account) })}
                </SubmitButton>
              </form>
            ))}
          </div>
        )}
      </div>
    </Card>
  )
}

function Prepared({ result }: { result: ActionResult<{ href: string }> | null }) {
  const t = useTranslations('myData.export')
  const tErrors = useTranslations('errors')
  if (!result) return null
  if (!result.ok) {
    return (
      <Alert tone="danger" isLive>
        {tErrors(result.error, result.params)}
      </Alert>
    )
  }
  const link = (
    <a className="link" href={result.value.href} download>
      {t('download')}
    </a>
  )
  return (
    <Alert tone="success" isLive action={link}>
      {t('ready')}
    </Alert>
  )
}
