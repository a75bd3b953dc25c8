import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { SectionNav } from '@/components/layout/section-nav'
import { pathOf } from '@/components/rules/places'
import { readRuleVersion } from '@/lib/rulebook/editing/queries'
import { versionOf } from '@/lib/rulebook/editing/version-names'
import { pageActor } from '@/lib/web/session'
import { comparedIn } from '../../_components/compare-with'
import { VersionPage } from '../../_components/version-page'
import { Section } from './_components/section'
import { SECTIONS, sectionIn } from './_components/sections'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.kinds'))('RULEBOOK.title') }
}

export default async function RulebookPage({ params, searchParams }: PageProps<'/rules/[version]'>) {
  const actor = await pageActor('rules.manage')
  const query = await searchParams
  const view = await readRuleVersion(actor, 'RULEBOOK', versionOf((await params).version), comparedIn(query))
  if (!view) notFound()
  const section = sectionIn(query.section)
  const t = await getTranslations('rules.sections')
  const path = pathOf('RULEBOOK', view.version)
  return (
    <VersionPage kind="RULEBOOK" view={view} isJustPublished={query.published === 'yes'}>
      <SectionNav
        label={t('label')}
        current={section}
        sections={SECTIONS.map((key) => ({ key, label: t(key), href: `${path}?section=${key}` }))}
      />
      <Section key={`${section} ${view.version}`} view={view} section={section} query={query} />
    </VersionPage>
  )
}
