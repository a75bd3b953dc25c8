import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { readOwnNotices } from '@/lib/notifications/queries'
import { foreseeErasure } from '@/lib/privacy/foresee-erasure'
import { ClientMessages } from '@/lib/web/client-messages'
import { pageActor } from '@/lib/web/session'
import { BackLink } from '../../qualifications/_components/back-link'
import { EraseForm } from './_components/erase-form'
import { WhatGoes } from './_components/what-goes'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData.erase'))('title') }
}

type Props = { searchParams: Promise<{ account?: string | string[]; qualification?: string | string[] }> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

/** What would go, what would remain and why, and what stands against it; then the request itself. */
export default async function ErasePage({ searchParams }: Props) {
  const actor = await pageActor('qualification.own')
  const { account, qualification } = await searchParams
  const target = { accountId: one(account), qualificationId: one(qualification) }
  const foreseen = await foreseeErasure(actor, target)
  if (!foreseen) notFound()
  const [{ phone }, t] = await Promise.all([readOwnNotices(actor), getTranslations('myData.erase')])
  const { accountId, qualificationId, reference, obstacles, isShared, isWaiting } = foreseen
  const mayAsk = !isShared && !isWaiting && phone !== null
  return (
    <ClientMessages namespaces={['myData', 'auth']}>
      <PageHeader
        above={<BackLink href="/my-data">{t('back')}</BackLink>}
        title={
          reference
            ? t.rich('titleOf', {
                reference: () => <span className="numeric whitespace-nowrap">{reference}</span>,
              })
            : t('titleAll')
        }
        lead={t('lead')}
      />
      <div className="flex flex-col gap-5">
        {isShared ? <Alert tone="warning">{t('shared')}</Alert> : null}
        {isWaiting ? <Alert tone="info">{t('waiting')}</Alert> : null}
        <WhatGoes foreseen={foreseen} />
        {mayAsk ? (
          <Card title={t(obstacles.length > 0 ? 'askTitle' : 'eraseTitle')}>
            <EraseForm
              accountId={accountId}
              qualificationId={qualificationId}
              phone={phone}
              isAtOnce={obstacles.length === 0}
            />
          </Card>
        ) : null}
      </div>
    </ClientMessages>
  )
}
