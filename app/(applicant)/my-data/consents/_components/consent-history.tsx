import { useTranslations } from 'next-intl'
import { Moment } from '@/components/ui/moment'
import { isLocale } from '@/lib/core/languages/locales'
import type { OwnConsent } from '@/lib/privacy/consents/read-own-consents'

/**
 * Shows when a statement was agreed to and withdrawn, newest first, with the text of that time where it has changed
 * since.
 */
export function ConsentHistory({ history }: Pick<OwnConsent, 'history'>) {
  const t = useTranslations('myData.consents')
  const tMeans = useTranslations('consents.means')
  return (
    <ul className="flex flex-col gap-1 text-sm text-text-muted">
      {history.map(({ id, textVersion, locale, givenAt, withdrawnAt, earlier, attested }) => (
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
          {earlier ? (
            <details>
              <summary className="link min-h-11 w-fit cursor-pointer py-2">{t('readEarlier')}</summary>
              <p lang={locale} className="max-w-measure">
                {earlier.text}
              </p>
            </details>
          ) : null}
        </li>
      ))}
    </ul>
  )
}
