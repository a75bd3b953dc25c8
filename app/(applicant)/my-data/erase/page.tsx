import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { PageHeader } from '@/components/layout/page-header'
import { BackLink } from '@/components/qualifications/back-link'
import { Alert } from '@/components/ui/alert'
import { Card } from '@/components/ui/card'
import { readOwnNotices } from '@/lib/accounts/notices/queries'
import { previewErasure } from '@/lib/privacy/erasure/preview-erasure'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { EraseForm } from './_components/erase-form'
import { ErasedData } from './_components/erased-data'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('myData.erase'))('title') }
}

type Props = { searchParams: Promise<{ account?: string | string[]; qualification?: string | string[] }> }

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : undefined)

/** Shows what would go, what would remain and why, and which obstacles there are; then the request itself. */
export default async function ErasePage({ searchParams }: Props) {
  const actor = await pageActor('account.manage')
  const { account, qualification } = await searchParams
  const target = { accountId: one(account), qualificationId: one(qualification) }
  const preview = await previewErasure(actor, target)
  if (!preview) notFound()
  const [{ phone }, t] = await Promise.all([readOwnNotices(actor), getTranslations('myData.erase')])
  const { accountId, qualificationId, reference, obstacles, isShared, isWaiting } = preview
  const mayRequest = !isShared && !isWaiting && phone !== null
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
        <ErasedData preview={preview} />
        {mayRequest ? (
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
