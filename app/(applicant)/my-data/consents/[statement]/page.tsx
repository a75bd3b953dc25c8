import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { BackLink } from '@/components/qualifications/back-link'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { previewWithdrawal } from '@/lib/privacy/consents/preview-withdrawal'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { WithdrawForm } from './withdraw-form'

type Props = { params: Promise<{ statement: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await previewWithdrawal(await pageActor('account.manage'), (await params).statement)
  const t = await getTranslations('myData.consents.leave')
  return found ? { title: t('title', { title: (await statementTitles())(`${found.statement}.title`) }) } : {}
}

const statementTitles = () => getTranslations('consents.statements')

/** Shows what follows from withdrawing a consent before it is withdrawn. */
export default async function WithdrawConsentPage({ params }: Props) {
  const actor = await pageActor('account.manage')
  const found = await previewWithdrawal(actor, (await params).statement)
  if (!found) notFound()
  const { statement, withdrawn, suspended } = found
  const [t, titles] = await Promise.all([getTranslations('myData.consents.leave'), statementTitles()])
  return (
    <ClientMessages namespaces={['myData']}>
      <PageHeader
        above={<BackLink href="/my-data/consents">{t('back')}</BackLink>}
        title={t('title', { title: titles(`${statement}.title`) })}
        lead={t('lead')}
      />
      <Card title={t('follows')}>
        <div className="flex max-w-measure flex-col gap-4">
          <References rows={withdrawn} none={t('endsNone')}>
            {t('ends', { count: withdrawn.length })}
          </References>
          <References rows={suspended} none={t('suspendsNone')}>
            {t('suspends', { count: suspended.length })}
          </References>
          <p>{t('nothingNew')}</p>
          <p>{t('notErased')}</p>
          <p>
            <Link href="/my-data#erasure" className="link inline-flex min-h-11 items-center">
              {t('erase')}
            </Link>
          </p>
        </div>
        <div className="mt-4 flex flex-wrap items-start gap-3 border-t pt-4">
          <WithdrawForm statement={statement} />
          <Button asChild>
            <Link href="/my-data/consents">{t('keep')}</Link>
          </Button>
        </div>
      </Card>
    </ClientMessages>
  )
}

type Referenced = { rows: readonly { id: string; reference: string }[]; none: string; children: string }

function References({ rows, none, children }: Referenced) {
  if (rows.length === 0) return <p className="text-text-muted">{none}</p>
  return (
    <div>
      <p>{children}</p>
      <ul className="mt-1 list-disc pl-6">
        {rows.map(({ id, reference }) => (
          <li key={id} className="numeric">
            <Link href={`/qualifications/${id}`} className="link">
              {reference}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
