import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { ClaimNext } from '@/app/(review)/_components/claim-next'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { readMine } from '@/lib/review/queue/read-mine'
import { pageActor } from '@/lib/web/session'
import { Decisions } from './_components/decisions'
import { Held } from './_components/held'
import { Pace } from './_components/pace'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('review.mine'))('title') }
}

export default async function MinePage() {
  const actor = await pageActor('review.decide')
  const [{ held, decided, takenBack, pace }, t] = await Promise.all([readMine(actor), getTranslations('review.mine')])
  return (
    <PageBody>
      <PageHeader title={t('title')} actions={held.length === 0 ? <ClaimNext /> : null} />
      <div className="flex flex-col gap-4">
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Card title={t('held.title')}>{held.length > 0 ? <Held claims={held} /> : <p>{t('held.empty')}</p>}</Card>
          <Card title={t('pace.title')}>
            <Pace pace={pace} />
          </Card>
        </div>
        {takenBack.length > 0 ? (
          <section>
            <h2 className="mb-1 text-base font-semibold">{t('revoked.title')}</h2>
            <p className="mb-2 text-text-muted">{t('revoked.text')}</p>
            <Decisions caption={t('revoked.title')} decisions={takenBack} />
          </section>
        ) : null}
        <section>
          <h2 className="mb-2 text-base font-semibold">{t('decided.title')}</h2>
          {decided.length > 0 ? (
            <Decisions caption={t('decided.title')} decisions={decided} />
          ) : (
            <EmptyState
              title={t('decided.empty')}
              action={
                <Button asChild>
                  <Link href="/queue">{t('decided.toQueue')}</Link>
                </Button>
              }
            >
              {t('decided.emptyText')}
            </EmptyState>
          )}
        </section>
      </div>
    </PageBody>
  )
}
