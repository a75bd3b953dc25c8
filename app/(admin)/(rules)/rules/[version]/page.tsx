import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { readRuleVersion } from '@/lib/rules/queries'
import { versionOf } from '@/lib/rules/version-names'
import { pageActor } from '@/lib/web/session'
import { SectionNav } from '../../../_components/section-nav'
import { VersionPage } from '../../_components/version-page'
import { pathOf } from '../../places'
import { Section } from './_components/section'
import { SECTIONS, sectionIn } from './_components/sections'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.kinds'))('RULEBOOK.title') }
}

export default async function RulebookPage({ params, searchParams }: PageProps<'/rules/[version]'>) {
  const actor = await pageActor('rules.manage')
  const view = await readRuleVersion(actor, 'RULEBOOK', versionOf((await params).version))
  if (!view) notFound()
  const asked = await searchParams
  const section = sectionIn(asked.section)
  const t = await getTranslations('rules.sections')
  const path = pathOf('RULEBOOK', view.version)
  return (
    <VersionPage kind="RULEBOOK" view={view} isJustPublished={asked.published === 'yes'}>
      <SectionNav
        label={t('label')}
        current={section}
        sections={SECTIONS.map((key) => ({ key, label: t(key), href: `${path}?section=${key}` }))}
      />
      <Section key={`${section} ${view.version}`} view={view} section={section} asked={asked} />
    </VersionPage>
  )
}
