import { useTranslations } from 'next-intl'
import { StatusBadge } from '@/components/ui/status-badge'
import type { EndpointView } from '@/lib/integrations/webhooks/queries'

const TONES = { ON: 'success', FAILING: 'warning', OFF: 'neutral' } as const

/** Says whether an endpoint is notified. One that the portal turned off is red, unlike one that staff turned off. */
export function EndpointStatus({ endpoint: { state, offReason } }: { endpoint: EndpointView }) {
  const t = useTranslations('webhooks.states')
  const tone = offReason && offReason !== 'BY_STAFF' ? 'danger' : TONES[state]
  return <StatusBadge tone={tone}>{t(state)}</StatusBadge>
}
