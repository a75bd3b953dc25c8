'use client'
import { KeyRound } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TextField } from '@/components/forms/text-field'
import { loadAndMake } from '@/components/sign-in/ceremonies'
import { useCeremony } from '@/components/sign-in/use-ceremony'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import { offerPasskey } from './set-up-actions'

type Props = { failure: ActionFailure | null; send: (form: FormData) => void; isSending: boolean }

/** Names a new passkey, and has the browser make it. */
export function AddPasskey({ failure, send, isSending }: Props) {
  const t = useTranslations('factors.passkey')
  const tErrors = useTranslations('errors')
  const [name, setName] = useState('')
  const { start, isWaiting, problem } = useCeremony(offerPasskey, loadAndMake, send, t('failed'))
  const nameProblem = failure?.fields.name?.[0] ? t('nameInvalid') : undefined
  const refusal = problem ?? (failure && !nameProblem ? tErrors(failure.error, failure.params) : null)
  const isBusy = isWaiting || isSending
  return (
    <form
      aria-label={t('add')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void start({ name: name.trim() || t('nameDefault') })
      }}
      className="flex flex-col gap-4"
    >
      {refusal && !isBusy ? (
        <Alert tone="danger" isLive>
          {refusal}
        </Alert>
      ) : null}
      <TextField
        name="name"
        label={t('name')}
        hint={t('nameHint')}
        error={nameProblem}
        maxLength={40}
        isOptional
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div>
        <Button type="submit" variant="primary" isLoading={isBusy}>
          <KeyRound aria-hidden />
          {t('add')}
        </Button>
      </div>
      <noscript>
        <p className="text-sm text-text-muted">{t('scripts')}</p>
      </noscript>
    </form>
  )
}
