'use client'
import { Smartphone } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { FileWatch } from '@/components/documents/file-watch'
import { MinutesLeft } from '@/components/documents/minutes-left'
import { SubmitButton } from '@/components/forms/submit-button'
import { useFormAction } from '@/components/forms/use-form-action'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { QrCode } from '@/components/ui/qr-code'
import { StatusBadge } from '@/components/ui/status-badge'
import type { FileState } from '@/lib/db/generated/enums'
import { endPhone, showPhoneCode } from '../../actions'

type Received = { fileId: string; name: string; state: FileState }
type Phone = { id: string; isBound: boolean; secondsLeft: number; received: Received[] }

type Props = { qualificationId: string; phone: Phone | null }

/** Shows a code for a phone, and what came from it. The page shows the pictures themselves in their slots. */
export function PhonePanel({ qualificationId, phone }: Props) {
  const t = useTranslations('phone.panel')
  const tErrors = useTranslations('errors')
  const [started, start] = useFormAction(showPhoneCode)
  const [stopped, stop] = useFormAction(endPhone)
  const failure = [started, stopped].find((result) => result && !result.ok)
  const code = started?.ok && started.value.id === phone?.id ? started.value : null
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Smartphone aria-hidden className="size-[1.1em]" />
          {t('title')}
        </span>
      }
      aside={phone ? <MinutesLeft key={phone.secondsLeft} seconds={phone.secondsLeft} /> : null}
      className="mb-6 hidden lg:block"
    >
      {failure && !failure.ok ? (
        <Alert tone="danger" isLive className="mb-3">
          {tErrors(failure.error, failure.params)}
        </Alert>
      ) : null}
      {phone ? <FileWatch qualificationId={qualificationId} /> : null}
      <div role="status">
        {phone ? (
          <PhoneState phone={phone} code={code} />
        ) : (
          <p className="max-w-measure text-text-muted">{t('lead')}</p>
        )}
      </div>
      <div className="mt-4 flex flex-wrap gap-3">
        {phone?.isBound || code ? null : (
          <form action={start}>
            <input type="hidden" name="qualificationId" value={qualificationId} />
            <SubmitButton variant="secondary">{t(phone ? 'again' : 'start')}</SubmitButton>
          </form>
        )}
        {phone ? (
          <form action={stop}>
            <input type="hidden" name="qualificationId" value={qualificationId} />
            <SubmitButton variant="secondary">{t('stop')}</SubmitButton>
          </form>
        ) : null}
      </div>
    </Card>
  )
}

type StateProps = { phone: Phone; code: { path: string; size: number } | null }

function PhoneState({ phone: { isBound, received }, code }: StateProps) {
  const t = useTranslations('phone.panel')
  if (isBound) {
    return (
      <>
        <p className="max-w-measure">{t('connected')}</p>
        <ReceivedFiles received={received} />
      </>
    )
  }
  if (!code) return <p className="max-w-measure">{t('gone')}</p>
  return (
    <div className="flex flex-wrap items-start gap-5">
      <QrCode path={code.path} size={code.size} label={t('picture')} />
      <p className="max-w-measure min-w-56 flex-1">{t('scan')}</p>
    </div>
  )
}

const TONES = { RECEIVED: 'info', READY: 'success', REFUSED: 'danger' } as const

function ReceivedFiles({ received }: { received: readonly Received[] }) {
  const t = useTranslations('phone')
  if (received.length === 0) return <p className="mt-2 text-text-muted">{t('panel.nothing')}</p>
  return (
    <ul aria-label={t('panel.received')} className="mt-3 divide-y">
      {received.map(({ fileId, name, state }) => (
        <li key={fileId} className="flex items-center justify-between gap-3 py-2">
          {name}
          <StatusBadge tone={TONES[state]}>{t(`page.state.${state}`)}</StatusBadge>
        </li>
      ))}
    </ul>
  )
}
