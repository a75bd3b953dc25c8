import Link from 'next/link'
import { useFormatter, useTranslations } from 'next-intl'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import type { StatusView } from '@/lib/qualifications/queries'
import { ValidUntil } from '../../_components/valid-until'
import { RefusalNotes } from './refusal-notes'

/** What came of it, and what that means; nothing while it waits. */
export function StatusOutcome({ view }: { view: StatusView }) {
  const t = useTranslations('applicant.status')
  const { status, validUntil, round, rules, answers } = view
  if (status === 'APPROVED') {
    return (
      <>
        {validUntil ? (
          <Card>
            <p className="text-sm text-text-muted">{t('validUntil')}</p>
            <p className="text-lg font-semibold">
              <ValidUntil at={validUntil} />
            </p>
            <p className="mt-1 max-w-measure text-sm text-text-muted">{t('validUntilHint')}</p>
          </Card>
        ) : null}
        <Alert tone="info" title={t('filing.title')}>
          {t('filing.text')}
        </Alert>
      </>
    )
  }
  if (status !== 'REJECTED' || !round) return null
  return (
    <section aria-labelledby="reasons">
      <h2 id="reasons" className="mb-3 text-lg">
        {t('reasons')}
      </h2>
      <RefusalNotes refusals={round.refusals} rules={rules} answers={answers} isFinal />
      <TryAgain at={view.mayTryAgainAt} />
    </section>
  )
}

function TryAgain({ at }: { at: Date | null }) {
  const t = useTranslations('applicant.status.tryAgain')
  const format = useFormatter()
  if (!at) return null
  return (
    <Card title={t('title')}>
      <p className="max-w-measure">
        {t('text', { date: format.dateTime(at, { dateStyle: 'long', timeStyle: 'short' }) })}
      </p>
      {at.getTime() <= Date.now() ? (
        <Button asChild className="mt-4">
          <Link href="/qualifications/new">{t('begin')}</Link>
        </Button>
      ) : null}
    </Card>
  )
}
