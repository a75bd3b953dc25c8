import { useFormatter, useLocale, useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { Moment } from '@/components/ui/moment'
import { sentence } from '@/lib/audit-log/verifier/verify.mjs'
import type { LogState as State } from '@/lib/reports/verifications/read-log-state'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { VerifyNow } from './verify-now'

/** Limits how many findings are shown here. */
const MAX = 20

/** Shows what was signed last of the log, and what the last verification found. */
export function LogState({ checkpoint, underWay, last }: State) {
  const t = useTranslations('verifying')
  return (
    <Card title={t('title')} className="mb-4">
      <div className="flex flex-col gap-3">
        {checkpoint ? <Checkpoint {...checkpoint} /> : <p className="text-text-muted">{t('none')}</p>}
        {last ? <Last {...last} /> : <p className="text-text-muted">{t('never')}</p>}
        <ClientMessages namespaces={['verifying']}>
          <VerifyNow underWay={underWay} />
        </ClientMessages>
      </div>
    </Card>
  )
}

function Checkpoint({ size, root, at }: NonNullable<State['checkpoint']>) {
  const t = useTranslations('verifying')
  const format = useFormatter()
  return (
    <div className="flex flex-col gap-1">
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Fact term={t('size')}>{format.number(size)}</Fact>
        <Fact term={t('signed')}>
          <Moment at={at} isExact />
        </Fact>
        <Fact term={t('root')}>
          <code className="break-all text-xs">{root}</code>
        </Fact>
      </dl>
      <p className="text-text-muted">{t('why')}</p>
      <p className="flex flex-wrap gap-x-4">
        {/* Bytes, not pages: the framework's own link would try to render them. */}
        <a className="link -my-2 inline-block py-2" href="/api/audit/checkpoint" download>
          {t('checkpoint')}
        </a>
        <a className="link -my-2 inline-block py-2" href="/api/audit/keys" download>
          {t('keys')}
        </a>
      </p>
    </div>
  )
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-2">
      <dt className="text-text-muted">{term}</dt>
      <dd className="numeric min-w-0">{children}</dd>
    </div>
  )
}

function Last({ at, askedBy, report }: NonNullable<State['last']>) {
  const t = useTranslations('verifying')
  const language = useLocale() === 'en' ? 'en' : 'zh'
  if (!report) return <Alert tone="warning">{t('failed')}</Alert>
  const { isWell, size, compared, findings, more } = report
  const left = findings.length - MAX + more
  return (
    <Alert tone={isWell ? 'success' : 'danger'} title={t(isWell ? 'well' : 'wrong')}>
      {isWell ? null : (
        <ul className="list-disc pl-5">
          {findings.slice(0, MAX).map((finding) => (
            <li key={JSON.stringify(finding)}>{sentence(finding, language)}</li>
          ))}
          {left > 0 ? <li>{t('more', { count: left })}</li> : null}
        </ul>
      )}
      <p>
        {t.rich('result', {
          ...compared,
          size,
          name: askedBy ?? '–',
          time: () => <Moment at={at} isExact />,
        })}
      </p>
    </Alert>
  )
}
