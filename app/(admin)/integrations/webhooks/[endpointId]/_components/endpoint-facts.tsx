import { useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { DescriptionList } from '@/components/ui/description-list'
import { Moment } from '@/components/ui/moment'
import type { EndpointView } from '@/lib/integrations/webhooks/queries'

/** Shows what an endpoint is notified of, how its receiver verifies that, and whether it works. */
export function EndpointFacts({ endpoint }: { endpoint: EndpointView }) {
  const t = useTranslations('webhooks')
  const { url, isTest, version, events, waiting, publicKeys, createdAt, createdBy } = endpoint
  const code = (text: string) => <code className="text-sm wrap-anywhere">{text}</code>
  return (
    <>
      <Trouble endpoint={endpoint} />
      <Card>
        <DescriptionList
          items={[
            { term: t('endpoint.address'), value: code(url) },
            { term: t('endpoint.events'), value: events.map((event) => t(`events.${event}`)).join(' · ') },
            { term: t('modes.legend'), value: t(`modes.${isTest ? 'TEST' : 'LIVE'}.name`) },
            { term: t('endpoint.version'), value: code(version) },
            {
              term: t('endpoint.publicKeys'),
              value: publicKeys.map(({ key, endsAt }) => (
                <span key={key} className="block">
                  {code(key)} {endsAt ? <Until at={endsAt} /> : null}
                </span>
              )),
            },
            { term: t('endpoint.waiting'), value: waiting },
            {
              term: t('endpoint.added'),
              value: t.rich('by', { name: createdBy ?? '—', time: () => <Moment at={createdAt} /> }),
            },
          ]}
        />
      </Card>
    </>
  )
}

function Until({ at }: { at: Date }) {
  const t = useTranslations('webhooks.endpoint')
  return <span className="text-text-muted">({t.rich('verifiesUntil', { time: () => <Moment at={at} /> })})</span>
}

function Trouble({ endpoint: { offReason, offSince, failingSince } }: { endpoint: EndpointView }) {
  const t = useTranslations('webhooks')
  if (offReason && offSince) {
    return (
      <Alert tone={offReason === 'BY_STAFF' ? 'info' : 'danger'}>
        {t.rich('endpoint.offSince', { reason: t(`off.${offReason}`), time: () => <Moment at={offSince} /> })}
      </Alert>
    )
  }
  if (!failingSince) return null
  return <Alert tone="warning">{t.rich('endpoint.failingSince', { time: () => <Moment at={failingSince} /> })}</Alert>
}
