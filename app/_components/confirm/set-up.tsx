'use client'
import { useTranslations } from 'next-intl'
import { useFormAction } from '@/components/forms/use-form-action'
import { RecoveryCodes } from '@/components/sign-in/recovery-codes'
import { Button } from '@/components/ui/button'
import { AddPasskey } from './add-passkey'
import { AddTotp } from './add-totp'
import { addPasskey, addTotp } from './set-up-actions'
import type { TotpOffer } from './totp-offer'

type Props = {
  /** Null once nothing is owed any more. */
  offer: TotpOffer | null
  /** Says where to continue. */
  next: string
  /** Says whether it is the first factor, which brings recovery codes. */
  isFirst?: boolean
}

/** Sets up a passkey or an authenticator app, then shows what to store for the day on which it is lost. */
export function SetUp({ offer, next }: Props) {
  const t = useTranslations('factors.setUp')
  const [totp, sendTotp] = useFormAction(addTotp)
  const [passkey, sendPasskey, isSending] = useFormAction(addPasskey)
  const done = totp?.ok ? totp.value : passkey?.ok ? passkey.value : null
  if (done || !offer) {
    return (
      <div className="flex flex-col gap-6">
        {done?.recoveryCodes ? <RecoveryCodes codes={done.recoveryCodes} /> : null}
        <p role="status">{t('done')}</p>
        <div>
          <Button asChild variant="primary">
            <a href={next}>{t('continue')}</a>
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-8">
      <section aria-labelledby="by-passkey">
        <h2 id="by-passkey" className="text-lg font-semibold">
          {t('passkeyTitle')}
        </h2>
        <p className="mt-1 mb-4 max-w-measure text-text-muted">{t('passkeyLead')}</p>
        <AddPasskey failure={failureOf(passkey)} send={sendPasskey} isSending={isSending} />
      </section>
      <section aria-labelledby="by-totp" className="border-t pt-8">
        <h2 id="by-totp" className="text-lg font-semibold">
          {t('totpTitle')}
        </h2>
        <p className="mt-1 mb-4 max-w-measure text-text-muted">{t('totpLead')}</p>
        <AddTotp offer={offer} failure={failureOf(totp)} action={sendTotp} />
      </section>
    </div>
  )
}

function failureOf<R extends { ok: boolean }>(result: R | null) {
  return result && !result.ok ? (result as Exclude<R, { ok: true }>) : null
}
