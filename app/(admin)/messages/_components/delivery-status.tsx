import { Mail, MessageSquare } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { isOutboxReadable } from '@/lib/notifications/gateways/mode'
import { deliveryStatus } from '@/lib/notifications/outbox/queries'

/** Shows which carriers send messages now, or that none does. */
export function DeliveryStatus() {
  const t = useTranslations('outbox.sending')
  const { sms, email } = deliveryStatus()
  const outbox = (name: React.ReactNode) =>
    isOutboxReadable() ? (
      <a className="link" href="/dev/outbox">
        {name}
      </a>
    ) : (
      name
    )
  return (
    <ul className="mb-4 flex flex-wrap gap-x-6 gap-y-1 text-sm text-text-muted">
      <li className="flex items-start gap-1.5">
        <MessageSquare aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{t.rich(`sms.${sms ?? 'none'}`, { outbox })}</span>
      </li>
      <li className="flex items-start gap-1.5">
        <Mail aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>{t(`email.${email ?? 'none'}`)}</span>
      </li>
    </ul>
  )
}
