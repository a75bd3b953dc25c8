import { useFormatter, useTranslations } from 'next-intl'
import type { ConsentRequest } from '@/lib/reports/exports/consent-requests'
import { ConsentList } from './consent-list'
import { useNarrowing } from './narrowing'

/** Shows the unmasked lists of others that wait for a second administrator. */
export function ConsentRequests({ requests }: { requests: readonly ConsentRequest[] }) {
  const t = useTranslations('reports.requests')
  const tReasons = useTranslations('cases.exporting.reasons')
  const format = useFormatter()
  const narrow = useNarrowing()
  const shown = requests.map(({ id, rows, filters, reason, requestedBy, askedAt, expiresAt }) => {
    const narrowed = narrow(filters)
    return {
      ...{ id, askedAt, expiresAt },
      by: requestedBy ?? '—',
      what: t('what', { rows }),
      about: [
        t('filters', { filters: narrowed.length > 0 ? format.list(narrowed) : t('none') }),
        ...(reason ? [t('reason', { reason: tReasons(reason) })] : []),
      ],
    }
  })
  return <ConsentList requests={shown} />
}
