import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PageBody } from '@/components/layout/page-body'
import { PageHeader } from '@/components/layout/page-header'
import { SectionNav } from '@/components/layout/section-nav'
import { addressOf } from '@/components/ui/address'
import { RETENTION_PARTS, RetentionPlace } from '@/lib/privacy/retention/retention-place'
import { ClientMessages } from '@/lib/web/messages/client-messages'
import { pageActor } from '@/lib/web/session'
import { Part } from './_components/part'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('retention'))('title') }
}

/** Shows what falls due when, what is held, what was requested and what is erased. */
export default async function RetentionPage({ searchParams }: PageProps<'/retention'>) {
  const actor = await pageActor('privacy.read')
  const [t, sent] = await Promise.all([getTranslations('retention'), searchParams])
  const place = RetentionPlace.parse(sent)
  return (
    <PageBody>
      <PageHeader title={t('title')} lead={t('lead')} />
      <SectionNav
        label={t('sections.label')}
        current={place.show}
        sections={RETENTION_PARTS.map((key) => ({
          key,
          label: t(`sections.${key}`),
          href: addressOf('/retention', { show: key }),
        }))}
      />
      <div className="mt-4 flex flex-col gap-4">
        <ClientMessages namespaces={['retention']}>
          <Part actor={actor} place={place} />
        </ClientMessages>
      </div>
    </PageBody>
  )
}
