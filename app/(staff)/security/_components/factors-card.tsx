'use client'
import { KeyRound, Smartphone } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Refusal } from '@/app/_components/refusal'
import { useFormAction } from '@/components/forms/use-form-action'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Moment } from '@/components/ui/moment'
import { dropPasskey, dropTotp } from '../actions'

type Passkey = { id: string; name: string; createdAt: Date; lastUsedAt: Date | null; isBackedUp: boolean }
type Props = { passkeys: readonly Passkey[]; totp: { createdAt: Date; lastUsedAt: Date | null } | null }

/** Lists the factors other than the password: passkeys, and the authenticator app. The last one can't be removed. */
export function FactorsCard({ passkeys, totp }: Props) {
  const t = useTranslations('factors.security')
  const [passkeyResult, removePasskey] = useFormAction(dropPasskey)
  const [totpResult, removeTotp] = useFormAction(dropTotp)
  const isLast = passkeys.length + (totp ? 1 : 0) === 1
  return (
    <Card
      title={t('factors')}
      footer={
        <Button asChild>
          <Link href="/security/add" prefetch={false}>
            {t('add')}
          </Link>
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Refusal result={passkeyResult} retry={removePasskey} />
        <Refusal result={totpResult} retry={removeTotp} />
        <ul className="divide-y border-y">
          {passkeys.map(({ id, name, isBackedUp, ...times }) => (
            <Factor
              key={id}
              icon={<KeyRound aria-hidden className="size-5" />}
              name={name}
              kind={t(isBackedUp ? 'passkeySynced' : 'passkey')}
              {...times}
            >
              {isLast ? null : <Remove name={name} action={removePasskey} values={{ passkeyId: id }} />}
            </Factor>
          ))}
          {totp ? (
            <Factor icon={<Smartphone aria-hidden className="size-5" />} name={t('totp')} kind={null} {...totp}>
              {isLast ? null : <Remove name={t('totp')} action={removeTotp} values={{}} />}
            </Factor>
          ) : null}
        </ul>
        {isLast ? <p className="max-w-measure text-text-muted">{t('last')}</p> : null}
      </div>
    </Card>
  )
}

type FactorProps = {
  icon: ReactNode
  name: string
  kind: string | null
  createdAt: Date
  lastUsedAt: Date | null
  children: ReactNode
}

function Factor({ icon, name, kind, createdAt, lastUsedAt, children }: FactorProps) {
  const t = useTranslations('factors.security')
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-1 basis-60 gap-3">
        {icon}
        <div className="min-w-0">
          <p className="font-medium break-words">{name}</p>
          {kind ? <p className="text-text-muted">{kind}</p> : null}
          <p className="text-text-muted">{t.rich('since', { time: () => <Moment at={createdAt} /> })}</p>
          <p className="text-text-muted">
            {lastUsedAt ? t.rich('used', { time: () => <Moment at={lastUsedAt} /> }) : t('unused')}
          </p>
        </div>
      </div>
      {children}
    </li>
  )
}

type RemoveProps = { name: string; action: (form: FormData) => void; values: Record<string, string> }

function Remove({ name, action, values }: RemoveProps) {
  const t = useTranslations('factors.security')
  return (
    <ConfirmDialog
      trigger={t('remove')}
      triggerLabel={t('removeOf', { name })}
      triggerSize="small"
      title={t('removeTitle', { name })}
      confirmLabel={t('remove')}
      isDangerous
      action={action}
      values={values}
    >
      {t('removeText')}
    </ConfirmDialog>
  )
}
