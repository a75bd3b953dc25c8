import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { StatusBadge } from '@/components/ui/status-badge'
import { isLocale } from '@/lib/core/languages/locales'
import type { OwnConsent } from '@/lib/privacy/consents/read-own-consents'
import { GiveForm } from './give-form'
import { StatementText } from './statement-text'

/** Shows a statement: whether it is given, its text, what was answered when, and a link to the other answer. */
export function ConsentCard({ consent }: { consent: OwnConsent }) {
  const t = useTranslations('myData.consents')
  const title = useTranslations('consents.statements')(`${consent.key}.title`)
  const tMeans = useTranslations('consents.means')
  const { key, version, isGiven, history } = consent
  return (
    <Card
      id={key}
      title={title}
      aside={
        isGiven ? (
          <StatusBadge tone="success">{t('given')}</StatusBadge>
        ) : (
          <StatusBadge tone="danger">{t('notGiven')}</StatusBadge>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {isGiven ? (
          <details>
            <summary className="link min-h-11 w-fit cursor-pointer py-2">{t('read')}</summary>
            <StatementText statement={key} version={version} />
          </details>
        ) : (
          <StatementText statement={key} version={version} />
        )}
        <ul className="flex flex-col gap-1 text-sm text-text-muted">
          {history.map(({ id, textVersion, locale, givenAt, withdrawnAt, attested }) => (
            <li key={id}>
              {attested
                ? t.rich('attestedAt', {
                    ...{ client: attested.client, means: tMeans(attested.means), version: textVersion },
                    language: t(`language.${isLocale(locale) ? locale : 'zh-CN'}`),
                    time: () => <Moment at={attested.agreedAt} />,
                    recorded: () => <Moment at={givenAt} />,
                  })
                : t.rich('givenAt', {
                    time: () => <Moment at={givenAt} />,
                    language: t(`language.${isLocale(locale) ? locale : 'zh-CN'}`),
                    version: textVersion,
                  })}
              {withdrawnAt ? (
                <span className="block">{t.rich('withdrawnAt', { time: () => <Moment at={withdrawnAt} /> })}</span>
              ) : null}
            </li>
          ))}
        </ul>
        {isGiven ? (
          <div>
            <Button asChild size="small" variant="danger-quiet">
              <Link href={`/my-data/consents/${key}`} aria-label={t('withdrawOf', { title })}>
                {t('withdraw')}
              </Link>
            </Button>
          </div>
        ) : (
          <GiveForm statement={key} title={title} />
        )}
      </div>
    </Card>
  )
}
