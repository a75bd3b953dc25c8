import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { StatusBadge } from '@/components/ui/status-badge'
import type { OwnConsent } from '@/lib/privacy/consents/read-own-consents'
import { GiveForm } from '../../../_components/consents/give-form'
import { StatementText } from '../../../_components/consents/statement-text'
import { ConsentHistory } from './consent-history'

/**
 * Shows a statement: whether it is given, its text, what was answered when, and a link to the other answer. Who agreed
 * to an earlier text can do both: agree to the current one, and withdraw.
 */
export function ConsentCard({ consent }: { consent: OwnConsent }) {
  const t = useTranslations('myData.consents')
  const title = useTranslations('consents.statements')(`${consent.key}.title`)
  const { key, version, isGiven, isCurrent, history } = consent
  return (
    <Card id={key} title={title} aside={<State consent={consent} />}>
      <div className="flex flex-col gap-4">
        {isCurrent ? (
          <details>
            <summary className="link min-h-11 w-fit cursor-pointer py-2">{t('read')}</summary>
            <StatementText statement={key} version={version} />
          </details>
        ) : (
          <StatementText statement={key} version={version} isChanged={isGiven} />
        )}
        <ConsentHistory history={history} />
        {isCurrent ? null : <GiveForm statement={key} version={version} title={title} />}
        {isGiven ? (
          <div>
            <Button asChild size="small" variant="danger-quiet">
              <Link href={`/my-data/consents/${key}`} aria-label={t('withdrawOf', { title })}>
                {t('withdraw')}
              </Link>
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  )
}

function State({ consent: { isGiven, isCurrent, isWithdrawn } }: { consent: OwnConsent }) {
  const t = useTranslations('myData.consents')
  if (isCurrent) return <StatusBadge tone="success">{t('given')}</StatusBadge>
  if (isGiven) return <StatusBadge tone="warning">{t('givenEarlier')}</StatusBadge>
  return <StatusBadge tone="danger">{t(isWithdrawn ? 'noLongerGiven' : 'notGiven')}</StatusBadge>
}
