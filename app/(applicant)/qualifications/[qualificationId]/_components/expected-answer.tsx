import { useTranslations } from 'next-intl'
import { OperatorContacts } from '@/components/layout/operator'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import type { Way } from '@/lib/accounts/notices/channels'
import type { ExpectedAnswer as Expected } from '@/lib/review/queue/expected-answer'

type Props = { expected: Expected | null; ways: readonly Way[] }

/** Says when an answer can be expected, how that is known, and what is sent to whom when there is one. */
export function ExpectedAnswer({ expected, ways }: Props) {
  const t = useTranslations('applicant.status.expected')
  return (
    <Card title={t('title')}>
      <div className="flex max-w-measure flex-col gap-2">
        <When expected={expected} />
        {expected ? <p className="text-sm text-text-muted">{t('basis', { count: expected.decided })}</p> : null}
        <p className="mt-2">{t(ways.length > 0 ? 'notified' : 'notNotified')}</p>
        {ways.length > 0 ? (
          <ul className="list-disc pl-6">
            {ways.map(({ channel, to }) => (
              <li key={channel} className="wrap-anywhere">
                {t(`ways.${channel}`, { to })}
              </li>
            ))}
          </ul>
        ) : null}
        <p className="text-sm text-text-muted">
          {t.rich('others', {
            link: (words) => (
              <a href="/account" className="link">
                {words}
              </a>
            ),
          })}
        </p>
      </div>
    </Card>
  )
}

function When({ expected }: { expected: Expected | null }) {
  const t = useTranslations('applicant.status.expected')
  if (!expected) return <p>{t('unknown')}</p>
  const { by, most } = expected
  if (by && most && by < most) {
    return <p>{t.rich('usual', { by: () => <Moment at={by} />, most: () => <Moment at={most} /> })}</p>
  }
  if (most) return <p>{t.rich('most', { most: () => <Moment at={most} /> })}</p>
  return (
    <div>
      <p>{t('late')}</p>
      <OperatorContacts className="block" />
    </div>
  )
}
