import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { KindTabs } from '@/components/rules/kind-tabs'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Moment } from '@/components/ui/moment'
import { readOperator } from '@/lib/staff/operator/read-operator'
import { pageActor } from '@/lib/web/session'
import { OperatorForm } from './operator-form'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.operator'))('title') }
}

/** Shows who runs the portal, as applicants and letters name it, and lets administrators enter it. */
export default async function OperatorPage({ searchParams }: PageProps<'/operator'>) {
  const actor = await pageActor('rules.manage')
  const [view, t, { saved }] = await Promise.all([readOperator(actor), getTranslations('rules'), searchParams])
  const { entered, unnamed } = view
  return (
    <PageBody>
      <KindTabs kind="OPERATOR" />
      <PageHeader title={t('operator.title')} lead={t('operator.lead')} />
      <div className="flex max-w-form flex-col gap-5">
        {unnamed ? (
          <Alert
            tone="warning"
            action={
              <Button asChild size="small">
                <Link href="/queue">{t('operator.later')}</Link>
              </Button>
            }
          >
            {t(`operator.unnamed.${unnamed}`)}
          </Alert>
        ) : null}
        {saved === 'yes' ? (
          <Alert tone="success" isLive>
            {t('operator.saved')}
          </Alert>
        ) : null}
        <OperatorForm key={entered.edition} view={view} />
        {entered.at ? (
          <p className="text-sm text-text-muted">
            {t.rich('operator.enteredBy', {
              name: entered.by ?? t('list.someone'),
              time: () => (entered.at ? <Moment at={entered.at} /> : null),
            })}
          </p>
        ) : null}
      </div>
    </PageBody>
  )
}
