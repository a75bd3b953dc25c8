import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { reasonIn } from '@/lib/rulebook/reasons'
import { readRuleVersion } from '@/lib/rules/queries'
import { versionOf } from '@/lib/rules/version-names'
import { pageActor } from '@/lib/web/session'
import { draftIn } from '../../_components/draft-in'
import { VersionPage } from '../../_components/version-page'
import { pathOf } from '../../places'
import { ReasonCard } from './_components/reason-card'
import { ReasonTable } from './_components/reason-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.kinds'))('REASONS.title') }
}

export default async function ReasonsPage({ params, searchParams }: PageProps<'/reasons/[version]'>) {
  const actor = await pageActor('rules.manage')
  const view = await readRuleVersion(actor, 'REASONS', versionOf((await params).version))
  if (!view) notFound()
  const asked = await searchParams
  const draft = draftIn(view)
  const isNew = draft !== null && asked.reason === 'new'
  const reason = typeof asked.reason === 'string' ? reasonIn(view.content, asked.reason) : undefined
  const path = pathOf('REASONS', view.version)
  return (
    <VersionPage kind="REASONS" view={view} isJustPublished={asked.published === 'yes'}>
      {reason || isNew ? (
        <ReasonCard
          key={reason?.code ?? 'new'}
          draft={draft}
          reason={reason ?? null}
          path={path}
          isJustAdded={asked.saved === 'yes'}
        />
      ) : (
        <ReasonTable catalogue={view.content} path={path} isEditable={draft !== null} />
      )}
    </VersionPage>
  )
}
