import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { pathOf } from '@/components/rules/places'
import { readRuleVersion } from '@/lib/rulebook/editing/queries'
import { versionOf } from '@/lib/rulebook/editing/version-names'
import { placeNames } from '@/lib/rulebook/place-names'
import { reasonIn } from '@/lib/rulebook/reasons'
import { pageActor } from '@/lib/web/session'
import { comparedIn } from '../../_components/compare-with'
import { draftIn } from '../../_components/draft-in'
import { VersionPage } from '../../_components/version-page'
import { ReasonCard } from './_components/reason-card'
import { ReasonTable } from './_components/reason-table'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.kinds'))('REASONS.title') }
}

export default async function ReasonsPage({ params, searchParams }: PageProps<'/reasons/[version]'>) {
  const actor = await pageActor('rules.manage')
  const query = await searchParams
  const view = await readRuleVersion(actor, 'REASONS', versionOf((await params).version), comparedIn(query))
  if (!view) notFound()
  const draft = draftIn(view)
  const isNew = draft !== null && query.reason === 'new'
  const reason = typeof query.reason === 'string' ? reasonIn(view.content, query.reason) : undefined
  const path = pathOf('REASONS', view.version)
  return (
    <VersionPage kind="REASONS" view={view} isJustPublished={query.published === 'yes'}>
      {reason || isNew ? (
        <ReasonCard
          key={reason?.code ?? 'new'}
          draft={draft}
          reason={reason ?? null}
          place={reason ? await placeNames(reason) : null}
          path={path}
          isJustAdded={query.saved === 'yes'}
        />
      ) : (
        <ReasonTable catalogue={view.content} path={path} isEditable={draft !== null} />
      )}
    </VersionPage>
  )
}
