import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { addressOf } from '@/components/ui/address'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { Moment } from '@/components/ui/moment'
import { Pagination } from '@/components/ui/pagination'
import { Status } from '@/components/ui/status'
import type { WaitingRequest, WaitingRequestsPage } from '@/lib/privacy/erasure/read-waiting-requests'
import type { RetentionPlace } from '@/lib/privacy/retention/retention-place'
import { DecisionForm } from './decision-form'
import { Reference } from './reference'

type Props = { page: WaitingRequestsPage; place: RetentionPlace }

/** Lists the erasure requests of applicants that somebody has to decide, the oldest first. */
export function Requests({ page: { requests, later }, place }: Props) {
  const t = useTranslations('retention.requests')
  const { after, request, decide, decided } = place
  return (
    <div className="flex flex-col gap-4">
      {decided ? (
        <Alert tone="success" isLive>
          {t(`decisions.${decided}.done`)}
        </Alert>
      ) : null}
      {requests.length > 0 ? (
        <ul aria-label={t('table')} className="flex flex-col gap-4">
          {requests.map((each) => (
            <li key={each.id} id={each.id} className="scroll-mt-4">
              <Request request={each} decision={each.id === request ? decide : undefined} after={after} />
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState title={t('empty')}>{t('emptyText')}</EmptyState>
      )}
      <Pagination
        link={Link}
        isAhead
        newerHref={after ? addressOf('/retention', { show: 'requests' }) : undefined}
        olderHref={later ? addressOf('/retention', { show: 'requests', after: later }) : undefined}
      />
    </div>
  )
}

type RequestProps = { request: WaitingRequest; decision: 'GRANT' | 'REFUSE' | undefined; after: string | undefined }

function Request({ request, decision, after }: RequestProps) {
  const t = useTranslations('retention.requests')
  const { id, isWhole, requestedAt, isHeld, isOwn, mayDecide } = request
  const back = addressOf('/retention', { show: 'requests', after })
  return (
    <Card
      title={t(isWhole ? 'whole' : 'one')}
      aside={
        <span className="text-text-muted">{t.rich('requestedAt', { time: () => <Moment at={requestedAt} /> })}</span>
      }
    >
      <Facts request={request} />
      {isHeld ? (
        <Alert tone="warning" className="mt-3">
          {t('isHeld')}
        </Alert>
      ) : null}
      {isOwn ? <p className="mt-3 text-text-muted">{t('own')}</p> : null}
      {mayDecide && decision ? (
        <DecisionForm key={decision} requestId={id} decision={decision} isWhole={isWhole} backHref={back} />
      ) : null}
      {mayDecide && !decision ? (
        <div className="mt-4 flex flex-wrap gap-3">
          {(['GRANT', 'REFUSE'] as const)
            .filter((choice) => choice === 'REFUSE' || !isHeld)
            .map((choice) => (
              <Button key={choice} asChild>
                <Link
                  href={`${addressOf('/retention', { show: 'requests', after, request: id, decide: choice })}#${id}`}
                >
                  {t(choice === 'GRANT' ? 'grant' : 'refuse')}
                </Link>
              </Button>
            ))}
        </div>
      ) : null}
    </Card>
  )
}

/** Shows what a request would erase, and which obstacles prevented it from being done at once. */
function Facts({ request: { isWhole, qualifications, obstacles } }: { request: WaitingRequest }) {
  const t = useTranslations('retention.requests')
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
      <div>
        <dt className="text-xs text-text-muted">{t(isWhole ? 'ofAccount' : 'reference')}</dt>
        <dd>
          {qualifications.length === 0 ? t('none') : null}
          <ul className="flex flex-col gap-1">
            {qualifications.map(({ id, reference, status }) => (
              <li key={id} className="flex flex-wrap items-center gap-x-3">
                <Reference id={id} reference={reference} />
                <Status status={status} />
              </li>
            ))}
          </ul>
        </dd>
      </div>
      <div>
        <dt className="text-xs text-text-muted">{t('because')}</dt>
        <dd>
          <ul className="flex flex-col gap-1">
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{t(`obstacles.${obstacle}`)}</li>
            ))}
          </ul>
        </dd>
      </div>
    </dl>
  )
}
