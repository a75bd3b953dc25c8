'use client'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { FormEvent } from 'react'
import { CodeField } from '@/components/forms/code-field'
import { SubmitButton } from '@/components/forms/submit-button'
import { TextField } from '@/components/forms/text-field'
import { textOf } from '@/components/forms/text-of'
import { useFormAction } from '@/components/forms/use-form-action'
import { loadAndMake } from '@/components/sign-in/ceremonies'
import { useCeremony } from '@/components/sign-in/use-ceremony'
import { useWebAuthn } from '@/components/sign-in/use-webauthn'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { Outcome } from '../../_components/outcome'
import { addPasskey, offerPasskey, removePasskey, sendCode } from '../actions'
import { useFieldErrors } from './field-errors'

type Passkey = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null; isBackedUp: boolean }

/** Adds and removes passkeys. A code confirms who does it, as for the password. */
export function ChangePasskeys({ passkeys, phone }: { passkeys: readonly Passkey[]; phone: string }) {
  const t = useTranslations('account.passkeys')
  const [sent, send] = useFormAction(sendCode)
  const isSupported = useWebAuthn()
  return (
    <Card title={t('title')}>
      <div className="flex flex-col gap-5">
        <p className="max-w-measure text-text-muted">{t('lead')}</p>
        <form action={send} className="flex flex-col gap-3">
          <Outcome result={sent}>{t('codeSent', { phone })}</Outcome>
          <input type="hidden" name="act" value="PASSKEYS" />
          {isSupported || passkeys.length > 0 ? (
            <div>
              <SubmitButton variant="secondary">{t('send', { phone })}</SubmitButton>
            </div>
          ) : (
            <p className="max-w-measure text-text-muted">{t('unsupported')}</p>
          )}
        </form>
        {isSupported || passkeys.length > 0 ? <PasskeysForm passkeys={passkeys} isSupported={isSupported} /> : null}
      </div>
    </Card>
  )
}

/** One code is for either: creating a passkey, or removing one of the list. */
function PasskeysForm({ passkeys, isSupported }: { passkeys: readonly Passkey[]; isSupported: boolean }) {
  const t = useTranslations('account.passkeys')
  const tNames = useTranslations('factors.passkey')
  const [added, add, isAdding] = useFormAction(addPasskey)
  const [removed, remove] = useFormAction(removePasskey)
  const { start, isWaiting, problem } = useCeremony(offerPasskey, loadAndMake, add, tNames('failed'))
  const errors = { ...useFieldErrors(removed), ...useFieldErrors(added) }
  const isBusy = isWaiting || isAdding
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const { submitter } = event.nativeEvent as SubmitEvent
    if (submitter?.getAttribute('name') === 'passkeyId') return
    event.preventDefault()
    const given = new FormData(event.currentTarget)
    const name = textOf(given.get('name')).trim() || tNames('nameDefault')
    if (!isBusy) void start({ passkeyCode: textOf(given.get('passkeyCode')), name })
  }
  return (
    <form action={remove} onSubmit={submit} noValidate className="flex flex-col gap-4 border-t pt-4">
      {problem && !isBusy ? (
        <Alert tone="danger" isLive>
          {problem}
        </Alert>
      ) : null}
      {isBusy || problem || Object.keys(errors).length > 0 ? null : (
        <>
          <Outcome result={added}>{t('added')}</Outcome>
          <Outcome result={removed}>{t('removed')}</Outcome>
        </>
      )}
      <CodeField name="passkeyCode" label={t('code')} hint={t('codeHint')} error={errors.passkeyCode} />
      {isSupported ? (
        <>
          <TextField
            name="name"
            label={tNames('name')}
            hint={tNames('nameHint')}
            error={errors.name}
            maxLength={40}
            isOptional
            width="half"
          />
          <div>
            <Button type="submit" variant="primary" isLoading={isBusy}>
              <KeyRound aria-hidden />
              {tNames('add')}
            </Button>
          </div>
        </>
      ) : (
        // The Enter key would otherwise press the first button, which removes a passkey.
        <button type="submit" hidden disabled />
      )}
      <PasskeyList passkeys={passkeys} />
    </form>
  )
}

function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  const t = useTranslations('factors.security')
  if (passkeys.length === 0) return null
  return (
    <ul className="divide-y border-y">
      {passkeys.map(({ id, name, isBackedUp, createdAt, lastUsedAt }) => (
        <li key={id} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
          <div className="min-w-0 flex-1 basis-60">
            <p className="font-medium break-words">{name}</p>
            <p className="text-text-muted">{t(isBackedUp ? 'passkeySynced' : 'passkey')}</p>
            <p className="text-text-muted">{t.rich('since', { time: () => <Moment at={createdAt} /> })}</p>
            <p className="text-text-muted">
              {lastUsedAt ? t.rich('used', { time: () => <Moment at={lastUsedAt} /> }) : t('unused')}
            </p>
          </div>
          <SubmitButton name="passkeyId" value={id} variant="danger" size="small" aria-label={t('removeOf', { name })}>
            {t('remove')}
          </SubmitButton>
        </li>
      ))}
    </ul>
  )
}
